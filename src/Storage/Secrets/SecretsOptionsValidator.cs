using Microsoft.Extensions.Options;

namespace RelayKit.Storage.Secrets;

/// <summary>Stops a start without a key to wrap the ring with: the first secret would be stored under a ring that anybody can read.</summary>
internal sealed class SecretsOptionsValidator : IValidateOptions<SecretsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SecretsOptions options) =>
        options.Faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Faults);
}
