using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace RelayKit.Storage.Secrets;

/// <summary>Unwraps a key of the ring. Its name stands in every stored key and must not change.</summary>
internal sealed class WrappingDecryptor : IXmlDecryptor
{
    private readonly WrappingKeys _keys;

    /// <param name="services">Holds the wrapping keys. Data Protection makes a decryptor by its stored name, and gives it these.</param>
    public WrappingDecryptor(IServiceProvider services) => _keys = services.GetRequiredService<WrappingKeys>();

    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement) => _keys.Unwrap(encryptedElement);
}
