using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RelayKit.UnitTests.Supabase;

/// <summary>
/// Plays Supabase Auth over HTTP, as internal/api of github.com/supabase/auth behaves: users, passwords, administration and keys. Whatever it is asked for
/// that is not here is answered 501, and a call that leaves it throws.
/// </summary>
internal sealed class GoTrueDouble : IAsyncDisposable
{
    public const string AnonKey = "anon-key-canary";
    public const string ServiceKey = "service-key-canary";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, PlayedUser> _users = new();

    private GoTrueDouble()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        Map();
    }

    public ProjectKey Key { get; } = ProjectKey.Ec("project-key");

    public string Url => _app.Urls.Single();

    public string Issuer => $"{Url}/auth/v1";

    public IReadOnlyCollection<PlayedUser> Users => [.. _users.Values];

    /// <summary>What was asked for, in order: method, path and query.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Answers the next calls in place of the routes, where it gives something.</summary>
    public Func<HttpRequest, IResult?> Instead { get; set; } = static _ => null;

    /// <summary>Passwords that the project's rules refuse.</summary>
    public HashSet<string> Weak { get; } = [];

    public static async Task<GoTrueDouble> StartAsync()
    {
        var played = new GoTrueDouble();
        await played._app.StartAsync();
        return played;
    }

    /// <summary>The settings of a RelayKit that uses it.</summary>
    public Dictionary<string, string?> Settings() => new()
    {
        ["RelayKit:Auth:Provider"] = "supabase",
        ["RelayKit:Auth:Supabase:Url"] = Url,
        ["RelayKit:Auth:Supabase:AnonKey"] = AnonKey,
        ["RelayKit:Auth:Supabase:ServiceRoleKey"] = ServiceKey,
    };

    public PlayedUser Add(string email, string password, bool confirmed, Guid? id = null)
    {
        var user = new PlayedUser { Id = id ?? Guid.NewGuid(), Email = email, Password = password, IsConfirmed = confirmed };
        _users[user.Id] = user;
        return user;
    }

    public void Remove(Guid id) => _users.TryRemove(id, out _);

    public static IResult Error(int status, string code) => Results.Json(new { code = status, error_code = code, msg = "A text that may change." }, statusCode: status);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
    }

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            Calls.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            if (Instead(context.Request) is { } instead)
            {
                await instead.ExecuteAsync(context);
                return;
            }

            await next();
        });
        var auth = _app.MapGroup("/auth/v1");
        auth.MapGet("/.well-known/jwks.json", () => Results.Bytes(ProjectKey.Set(Key), "application/json"));
        auth.MapPost("/token", (HttpRequest request, PlayedUser body) => ByKey(request, AnonKey) ?? SignIn(request, body));
        auth.MapPost("/logout", (HttpRequest request) => request.Headers["apikey"] == AnonKey && BearerOf(request).StartsWith("session-", StringComparison.Ordinal)
            ? EndSession(BearerOf(request), request.Query["scope"] == "global")
            : Error(401, "no_authorization"));
        auth.MapPost("/admin/users", (HttpRequest request, PlayedUser body) => ByKey(request, ServiceKey) ?? Create(body));
        auth.MapGet("/admin/users", (HttpRequest request, string? filter) => ByKey(request, ServiceKey)
            ?? Results.Json(new { users = _users.Values.Where(user => user.Email!.Contains(filter ?? "", StringComparison.Ordinal)).Select(static user => user.ToJson()), aud = "authenticated" }));
        auth.MapGet("/admin/users/{id:guid}", (HttpRequest request, Guid id) => ByKey(request, ServiceKey) ?? OfUser(id, static user => user.ToJson()));
        auth.MapPut("/admin/users/{id:guid}", (HttpRequest request, Guid id, PlayedUser body) => ByKey(request, ServiceKey) ?? Update(id, body));
        auth.MapDelete("/admin/users/{id:guid}", (HttpRequest request, Guid id) => ByKey(request, ServiceKey) ?? OfUser(id, user =>
        {
            _users.TryRemove(user.Id, out _);
            return new JsonObject();
        }));
        _app.MapFallback(static () => Results.StatusCode(StatusCodes.Status501NotImplemented));
    }

    private IResult SignIn(HttpRequest request, PlayedUser body)
    {
        var user = _users.Values.SingleOrDefault(user => string.Equals(user.Email, body.Email, StringComparison.OrdinalIgnoreCase));
        if (request.Query["grant_type"] != "password" || user is null || !user.Knows(body.Password!))
        {
            return Error(400, "invalid_credentials");
        }

        if (!user.IsConfirmed)
        {
            return Error(400, "email_not_confirmed");
        }

        var token = $"session-{Guid.NewGuid():N}";
        user.Sessions.Add(token);
        return Results.Json(new { access_token = token, token_type = "bearer", expires_in = 3600, refresh_token = "refresh-canary", user = user.ToJson() });
    }

    private IResult EndSession(string token, bool all)
    {
        foreach (var user in _users.Values.Where(user => user.Sessions.Contains(token)))
        {
            user.Sessions.RemoveAll(session => all || session == token);
        }

        return Results.NoContent();
    }

    private IResult Create(PlayedUser body)
    {
        if (_users.Values.Any(user => string.Equals(user.Email, body.Email, StringComparison.OrdinalIgnoreCase)))
        {
            return Error(422, "email_exists");
        }

        if (body.Password is not null && body.PasswordHash is not null)
        {
            return Error(400, "validation_failed");
        }

        var user = new PlayedUser
        {
            Id = body.Id == Guid.Empty ? Guid.NewGuid() : body.Id,
#pragma warning disable CA1308 // GoTrue keeps addresses so
            Email = body.Email!.ToLowerInvariant(),
#pragma warning restore CA1308
            Password = body.Password,
            PasswordHash = body.PasswordHash,
            IsConfirmed = body.EmailConfirm == true,
        };
        return _users.TryAdd(user.Id, user) ? Results.Json(user.ToJson()) : Error(500, "unexpected_failure");
    }

    private IResult Update(Guid id, PlayedUser body)
    {
        if (body.Password is not null && Weak.Contains(body.Password))
        {
            return Error(422, "weak_password");
        }

        if (body.Email is not null && _users.Values.Any(user => user.Id != id && string.Equals(user.Email, body.Email, StringComparison.OrdinalIgnoreCase)))
        {
            return Error(500, "unexpected_failure");
        }

        return OfUser(id, user =>
        {
            user.Email = body.Email ?? user.Email;
            user.IsConfirmed |= body.EmailConfirm == true;
            if (body.Password is not null)
            {
                (user.Password, user.PasswordHash) = (body.Password, null);
                user.Sessions.Clear();
            }

            return user.ToJson();
        });
    }

    private IResult OfUser(Guid id, Func<PlayedUser, JsonObject> act) =>
        _users.TryGetValue(id, out var user) ? Results.Json(act(user)) : Error(404, "user_not_found");

    private static IResult? ByKey(HttpRequest request, string key) =>
        request.Headers["apikey"] == key && BearerOf(request) == key ? null : Error(401, "no_authorization");

    private static string BearerOf(HttpRequest request) => request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
}
