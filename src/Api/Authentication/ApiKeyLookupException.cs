namespace RelayKit.Api.Authentication;

/// <summary>A key could not be looked up: nobody can say whether it is good.</summary>
internal sealed class ApiKeyLookupException(Exception innerException)
    : Exception("The API key could not be looked up.", innerException);
