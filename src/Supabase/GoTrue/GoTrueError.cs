namespace RelayKit.Supabase;

/// <summary>The refusals of Supabase Auth that are expected. Everything else is <see cref="GoTrueUnavailableException"/>.</summary>
public enum GoTrueError
{
    /// <summary>Address or password are wrong, or the user is banned.</summary>
    InvalidCredentials,

    /// <summary>The password is right, and the address is not confirmed.</summary>
    EmailNotConfirmed,

    /// <summary>A user has the address.</summary>
    EmailExists,

    /// <summary>The project's rules do not take the password.</summary>
    WeakPassword,

    /// <summary>Supabase takes no more requests of this kind for now.</summary>
    RateLimited,

    /// <summary>There is no such user.</summary>
    UserNotFound,
}
