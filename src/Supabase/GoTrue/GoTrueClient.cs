using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly.Timeout;

namespace RelayKit.Supabase;

/// <summary>
/// Calls Supabase Auth (GoTrue's REST). No call makes it send a mail. An expected refusal is an answer; no answer, 5xx and whatever is not expected is
/// <see cref="GoTrueUnavailableException"/>.
/// </summary>
/// <param name="http">The client, with its pipeline.</param>
/// <param name="options">Where, and by which keys.</param>
public sealed class GoTrueClient(HttpClient http, SupabaseOptions options)
{
    private const int MostUsersOfOneSearch = 50;

    private readonly Uri _api = options.ApiBase;

    /// <summary>Checks a password. The session that Supabase begins by that is ended: RelayKit has sessions of its own.</summary>
    /// <returns>
    /// Who it is; <see cref="GoTrueError.InvalidCredentials"/>, <see cref="GoTrueError.EmailNotConfirmed"/> (the password is right) or
    /// <see cref="GoTrueError.RateLimited"/>.
    /// </returns>
    public async Task<GoTrueAnswer<GoTrueUser>> SignInAsync(string email, string password, CancellationToken cancellation)
    {
        using var request = Request(
            HttpMethod.Post, "token?grant_type=password", options.AnonKey!, options.AnonKey!, new PasswordGrant(email, password), GoTrueJson.Default.PasswordGrant);
        var session = await SendAsync(
            request,
            GoTrueJson.Default.GoTrueSession,
            [GoTrueError.InvalidCredentials, GoTrueError.EmailNotConfirmed, GoTrueError.RateLimited],
            cancellation);
        if (!session.IsSuccess)
        {
            return session.Error.Value;
        }

        if (session.Value is not { User: { } user, AccessToken: { } token })
        {
            throw Unexpected(HttpStatusCode.OK, null);
        }

        await SignOutAsync(token, everywhere: false, cancellation);
        return user;
    }

    /// <summary>Ends the session of an access token, or all of its user: what they were begun with cannot be renewed. Access tokens run out by themselves.</summary>
    /// <returns>False when that could not be done.</returns>
    public async Task<bool> SignOutAsync(string accessToken, bool everywhere, CancellationToken cancellation)
    {
        using var request = Request(
            HttpMethod.Post, $"logout?scope={(everywhere ? "global" : "local")}", options.AnonKey!, accessToken, new GoTrueNothing(), GoTrueJson.Default.GoTrueNothing);
        try
        {
            using var response = await CallAsync(request, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (GoTrueUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Makes a user. Supabase sends no mail.</summary>
    /// <returns>The user, who may have another id where GoTrue is too old to take one; <see cref="GoTrueError.EmailExists"/>, <see cref="GoTrueError.WeakPassword"/> or <see cref="GoTrueError.RateLimited"/>.</returns>
    public async Task<GoTrueAnswer<GoTrueUser>> CreateUserAsync(NewGoTrueUser user, CancellationToken cancellation)
    {
        using var request = AdminRequest(HttpMethod.Post, "admin/users", user, GoTrueJson.Default.NewGoTrueUser);
        return await SendAsync(
            request, GoTrueJson.Default.GoTrueUser, [GoTrueError.EmailExists, GoTrueError.WeakPassword, GoTrueError.RateLimited], cancellation);
    }

    /// <summary>A user; null when there is none of the id.</summary>
    public async Task<GoTrueUser?> FindUserAsync(Guid id, CancellationToken cancellation)
    {
        using var request = AdminRequest<GoTrueNothing>(HttpMethod.Get, $"admin/users/{id:D}", null, GoTrueJson.Default.GoTrueNothing);
        return (await SendAsync(request, GoTrueJson.Default.GoTrueUser, [GoTrueError.UserNotFound], cancellation)).Value;
    }

    /// <summary>The user of an address, compared without regard to case; null when there is none.</summary>
    public async Task<GoTrueUser?> FindUserByEmailAsync(string email, CancellationToken cancellation)
    {
        // GoTrue keeps addresses in lower case and looks for them as a part of others.
#pragma warning disable CA1308 // lower case is what is asked for
        var filter = Uri.EscapeDataString(email.ToLowerInvariant());
#pragma warning restore CA1308
        using var request = AdminRequest<GoTrueNothing>(
            HttpMethod.Get, $"admin/users?page=1&per_page={MostUsersOfOneSearch}&filter={filter}", null, GoTrueJson.Default.GoTrueNothing);
        var page = await SendAsync(request, GoTrueJson.Default.GoTrueUserPage, [], cancellation);
        return page.Value?.Users?.FirstOrDefault(user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Changes a user.</summary>
    /// <returns>The user as it is now; <see cref="GoTrueError.UserNotFound"/>, <see cref="GoTrueError.EmailExists"/>, <see cref="GoTrueError.WeakPassword"/> or <see cref="GoTrueError.RateLimited"/>.</returns>
    public async Task<GoTrueAnswer<GoTrueUser>> UpdateUserAsync(Guid id, GoTrueChange change, CancellationToken cancellation)
    {
        using var request = AdminRequest(HttpMethod.Put, $"admin/users/{id:D}", change, GoTrueJson.Default.GoTrueChange);
        return await SendAsync(
            request,
            GoTrueJson.Default.GoTrueUser,
            [GoTrueError.UserNotFound, GoTrueError.EmailExists, GoTrueError.WeakPassword, GoTrueError.RateLimited],
            cancellation);
    }

    /// <summary>Deletes a user for good; does nothing where there is none of the id.</summary>
    public async Task DeleteUserAsync(Guid id, CancellationToken cancellation)
    {
        using var request = AdminRequest<GoTrueNothing>(HttpMethod.Delete, $"admin/users/{id:D}", null, GoTrueJson.Default.GoTrueNothing);
        await SendAsync(request, GoTrueJson.Default.GoTrueNothing, [GoTrueError.UserNotFound], cancellation);
    }

    /// <summary>The public keys of the project, as they are sent.</summary>
    public async Task<byte[]> ReadKeysAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_api, ".well-known/jwks.json"));
        using var response = await CallAsync(request, cancellation);
        return response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsByteArrayAsync(cancellation)
            : throw Unexpected(response.StatusCode, null);
    }

    private HttpRequestMessage AdminRequest<T>(HttpMethod method, string path, T? body, JsonTypeInfo<T> type)
        where T : class => Request(method, path, options.ServiceRoleKey!, options.ServiceRoleKey!, body, type);

    private HttpRequestMessage Request<T>(HttpMethod method, string path, string apiKey, string bearer, T? body, JsonTypeInfo<T> type)
        where T : class
    {
        var request = new HttpRequestMessage(method, new Uri(_api, path));
        request.Headers.Add("apikey", apiKey);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    private async Task<GoTrueAnswer<T>> SendAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, GoTrueError[] expected, CancellationToken cancellation)
        where T : class
    {
        using var response = await CallAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            var code = GoTrueRefusal.CodeOf(body);
            return (int)response.StatusCode < 500 && GoTrueRefusal.ErrorOf(code) is { } error && expected.Contains(error)
                ? error
                : throw Unexpected(response.StatusCode, code);
        }

        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw Unexpected(response.StatusCode, null);
        }
        catch (JsonException)
        {
            // Without the fault: its message may quote what was answered.
            throw Unexpected(response.StatusCode, null);
        }
    }

    private async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutRejectedException or IOException
            || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new GoTrueUnavailableException("Supabase Auth did not answer.", fault);
        }
    }

    private static GoTrueUnavailableException Unexpected(HttpStatusCode status, string? code) =>
        new($"Supabase Auth answered {(int)status} with the code {GoTrueRefusal.ForLog(code)}.");
}
