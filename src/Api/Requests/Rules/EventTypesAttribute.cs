using Microsoft.OpenApi;
using RelayKit.Webhooks;

namespace RelayKit.Api.Requests.Rules;

/// <summary>Each item of a list has to name events that there are.</summary>
internal sealed class EventTypesAttribute : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var at = 0;
        foreach (var one in (IEnumerable<string?>)value)
        {
            if (one is null || !WebhookTypes.IsKnown(one))
            {
                errors.Add($"{pointer}/{at}", "names no event that there is; take a type such as recording.completed, all of a resource such as recording.*, or *");
            }

            at++;
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        if (schema.Items is OpenApiSchema item)
        {
            item.Pattern = @"^(\*|[a-z_]+\.(\*|[a-z_]+))$";
        }
    }
}
