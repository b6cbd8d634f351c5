namespace RelayKit.Billing;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">Of what.</typeparam>
/// <param name="Items">In the list's order.</param>
/// <param name="NextCursor">Where the next part begins; null at the end.</param>
public sealed record ProviderPage<T>(IReadOnlyList<T> Items, string? NextCursor);
