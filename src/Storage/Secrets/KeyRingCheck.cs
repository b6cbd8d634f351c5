using System.Xml.Linq;

namespace RelayKit.Storage.Secrets;

/// <summary>
/// Looks, before the first request, whether the configured wrapping keys open the ring. Without that a lost key would be noticed by the first tenant whose
/// secret is needed, and new secrets would meanwhile be sealed beside the lost ones.
/// </summary>
public sealed class KeyRingCheck
{
    private readonly KeyRing _ring;

    internal KeyRingCheck(KeyRing ring) => _ring = ring;

    /// <summary>Returns only if every key of the ring can be unwrapped. Changes nothing.</summary>
    /// <exception cref="DatabaseSetupException">One cannot; the message names the wrapping key that is missing.</exception>
    public async Task VerifyAsync(CancellationToken cancellation)
    {
        var missing = (await _ring.Repository.ReadAsync(cancellation))
            .SelectMany(static row => WrappingKeys.WrappedParts(XElement.Parse(row.Xml)))
            .Select(WrappingKeys.WrappedBy)
            .Where(id => !_ring.Wrapping.Holds(id))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (missing.Count > 0)
        {
            throw new DatabaseSetupException(
                $"Keys of tenants' secrets in this database are wrapped by {string.Join(" and ", missing)}, which RelayKit__Secrets__WrappingKeys does not hold. "
                + "Add the key that was used before as a further entry; 'RelayKit.Silo rotate-secrets' then makes it dispensable.");
        }
    }
}
