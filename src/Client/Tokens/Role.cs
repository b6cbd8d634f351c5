namespace RelayKit.Client;

/// <summary>A role.</summary>
public sealed record Role
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether every tenant has it; such a role cannot be changed.</summary>
    public bool BuiltIn { get; init; }

    /// <summary>What it grants.</summary>
    public Grants Permissions { get; init; } = new();
}
