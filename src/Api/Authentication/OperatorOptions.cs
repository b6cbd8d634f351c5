using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.Authentication;

/// <summary>What the operator's own calls are let in by. Section <c>RelayKit</c>.</summary>
public sealed class OperatorOptions
{
    /// <summary>
    /// The operator's key, at least 32 characters, sent as <c>Authorization: Bearer</c> to <c>/v1/operator/*</c>. Without it those
    /// routes refuse everybody.
    /// </summary>
    [MinLength(32, ErrorMessage = "RelayKit__OperatorKey has to be at least 32 characters; a random one of 43 is good.")]
    public string? OperatorKey { get; set; }
}
