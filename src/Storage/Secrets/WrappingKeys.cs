using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace RelayKit.Storage.Secrets;

/// <summary>The operator's wrapping keys, and how a wrapped key looks in the ring: <c>&lt;wrapped key="id"&gt;base64&lt;/wrapped&gt;</c>.</summary>
internal sealed class WrappingKeys(IReadOnlyList<WrappingKey> keys)
{
    private const string ElementName = "wrapped";
    private const string KeyAttribute = "key";

    /// <summary>The one that wraps.</summary>
    public WrappingKey First => keys[0];

    public XElement Wrap(XElement plain) => new(
        ElementName, new XAttribute(KeyAttribute, First.Id), Convert.ToBase64String(First.Wrap(Encoding.UTF8.GetBytes(plain.ToString(SaveOptions.DisableFormatting)))));

    /// <exception cref="CryptographicException">No configured key wrapped it, or it was changed since.</exception>
    public XElement Unwrap(XElement wrapped)
    {
        var id = WrappedBy(wrapped);
        var key = keys.FirstOrDefault(one => one.Id == id)
            ?? throw new CryptographicException($"It is wrapped by the key {id}, which RelayKit__Secrets__WrappingKeys does not hold.");
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(key.Unwrap(Convert.FromBase64String(wrapped.Value))));
        }
        catch (FormatException damaged)
        {
            throw new CryptographicException("The wrapped key is damaged.", damaged);
        }
    }

    /// <summary>Whether one of the configured keys has that id.</summary>
    public bool Holds(string id) => keys.Any(one => one.Id == id);

    /// <summary>Every wrapped part of an element of the ring.</summary>
    public static IEnumerable<XElement> WrappedParts(XElement element) => element.DescendantsAndSelf(ElementName);

    /// <summary>The id of the key that wrapped it.</summary>
    public static string WrappedBy(XElement wrapped) => (string?)wrapped.Attribute(KeyAttribute) ?? "";
}
