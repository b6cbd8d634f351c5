using System.Diagnostics.CodeAnalysis;
using System.Text;
using RelayKit.Api.Problems;

namespace RelayKit.Api.Requests;

/// <summary>Collects all that is wrong with a request, so that one answer names everything.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    public bool Any => _errors.Count > 0;

    public ProblemResult ToProblem() => ProblemMapping.Invalid(_errors);

    public void Add(string pointer, string detail) => _errors.Add(new FieldError(pointer, detail));

    public bool Require([NotNullWhen(true)] string? value, string pointer, string detail)
    {
        if (string.IsNullOrEmpty(value))
        {
            Add(pointer, $"is missing; {detail}");
            return false;
        }

        return true;
    }

    public void InRange(int? value, int least, int most, string pointer)
    {
        if (value < least || value > most)
        {
            Add(pointer, $"has to be from {least} to {most}");
        }
    }

    public void AtMostBytes(string? value, int most, string pointer)
    {
        if (value is not null && Encoding.UTF8.GetByteCount(value) > most)
        {
            Add(pointer, $"has to be at most {most} bytes in UTF-8");
        }
    }

    /// <summary>PostgreSQL keeps no NUL in text, and half a surrogate pair is no text at all.</summary>
    public void IsText(string? value, string pointer)
    {
        if (value is not null && !StorableText.IsStorable(value))
        {
            Add(pointer, "has to be text without the character U+0000 or half a surrogate pair");
        }
    }
}
