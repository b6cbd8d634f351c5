namespace RelayKit.Supabase;

/// <summary>Why an access token is not taken.</summary>
public enum TokenRefusal
{
    /// <summary>It is no JWT, too large, or lacks a claim that every token of Supabase's has.</summary>
    Malformed,

    /// <summary>It is signed by an algorithm that is not taken, or not that of the key which it names.</summary>
    AlgorithmNotAllowed,

    /// <summary>Another project has issued it.</summary>
    WrongIssuer,

    /// <summary>The project has no key of that name.</summary>
    UnknownKey,

    /// <summary>The key did not sign it.</summary>
    BadSignature,

    /// <summary>It is for somebody else.</summary>
    WrongAudience,

    /// <summary>It has run out.</summary>
    Expired,

    /// <summary>Its time has not come.</summary>
    NotYetValid,

    /// <summary>Nobody can say: the project's keys could not be had for too long, or ever.</summary>
    KeysUnavailable,
}
