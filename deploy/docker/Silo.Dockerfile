# syntax=docker/dockerfile:1
# A silo, with the API in the same process unless RelayKit__Silo__MapApi=false. "docker run ... migrate" prepares the database and ends.
# From the repository's root: docker build -f deploy/docker/Silo.Dockerfile -t relaykit/silo:0.1.0 .

# The build runs on the builder's own platform: what it makes is portable IL. It needs glibc, which protoc is linked to.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source

# What decides which packages are restored comes first, so that a change of code alone restores nothing.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/LiveKit/RelayKit.LiveKit.csproj src/LiveKit/
COPY src/Grains/RelayKit.Grains.csproj src/Grains/
COPY src/Mail/RelayKit.Mail.csproj src/Mail/
COPY src/Storage/RelayKit.Storage.csproj src/Storage/
COPY src/Stripe/RelayKit.Stripe.csproj src/Stripe/
COPY src/Supabase/RelayKit.Supabase.csproj src/Supabase/
COPY src/Api/RelayKit.Api.csproj src/Api/
COPY src/Silo/RelayKit.Silo.csproj src/Silo/
RUN dotnet restore src/Silo/RelayKit.Silo.csproj

COPY .editorconfig ./
COPY src src
RUN dotnet publish src/Silo/RelayKit.Silo.csproj --configuration Release --no-restore --output /app -p:UseAppHost=false

# Alpine is small and brings wget, which the health check needs. RelayKit has no native code, and its globalization is invariant,
# so that neither glibc nor ICU nor time zones are missed.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.23
WORKDIR /app
COPY --from=build /app ./

# The files belong to root and the process does not.
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS=8080
# HTTP; other silos; APIs that run by themselves.
EXPOSE 8080 11111 30000

# /healthz asks nobody else, so a PostgreSQL that is away does not make this container look broken.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]

# SIGTERM ends it in order, within 35 seconds: give it more before SIGKILL (docker stop --time 45, stop_grace_period: 45s).
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "RelayKit.Silo.dll"]
