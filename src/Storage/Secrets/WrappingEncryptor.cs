using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace RelayKit.Storage.Secrets;

/// <summary>Wraps a new key of the ring before it is stored.</summary>
internal sealed class WrappingEncryptor(WrappingKeys keys) : IXmlEncryptor
{
    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(keys.Wrap(plaintextElement), typeof(WrappingDecryptor));
}
