using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace RelayKit.Api.Requests.Rules;

/// <summary>Holds a request, and what is nested in it, to the rules that its fields state.</summary>
internal static class RequestRules
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, Field[]> Fields = new();

    /// <summary>Adds all that is wrong.</summary>
    public static void Check(object request, JsonTypeInfo type, FieldErrors errors) => Check(request, type, "", errors);

    private static void Check(object request, JsonTypeInfo type, string parent, FieldErrors errors)
    {
        foreach (var field in Fields.GetOrAdd(type, FieldsOf))
        {
            field.Check(request, parent, errors);
        }
    }

    private static Field[] FieldsOf(JsonTypeInfo type) =>
        [.. type.Properties.Select(property => new Field(property, type.Options)).Where(static field => field.HasRules)];

    private sealed class Field
    {
        private readonly FieldRule[] _rules;
        private readonly NeededAttribute? _needed;
        private readonly Func<object, object?> _get;
        private readonly string _step;
        private readonly JsonTypeInfo? _nested;

        public Field(JsonPropertyInfo property, System.Text.Json.JsonSerializerOptions options)
        {
            _rules = property.AttributeProvider is MemberInfo member ? [.. member.GetCustomAttributes<FieldRule>()] : [];
            _needed = _rules.OfType<NeededAttribute>().FirstOrDefault();
            _get = property.Get ?? (static _ => null);
            _step = "/" + JsonPointer.Escape(property.Name);
            _nested = NestedType(property.PropertyType) is { } nested && options.TryGetTypeInfo(nested, out var info) && info.Kind == JsonTypeInfoKind.Object
                ? info
                : null;
        }

        public bool HasRules => _rules.Length > 0 || _nested is not null;

        public void Check(object request, string parent, FieldErrors errors)
        {
            if (_get(request) is not { } value)
            {
                if (_needed is not null)
                {
                    errors.Add(parent + _step, $"is missing; {_needed.Mend}");
                }

                return;
            }

            var pointer = parent + _step;
            foreach (var rule in _rules)
            {
                rule.Check(value, pointer, errors);
            }

            if (_nested is not null)
            {
                CheckNested(value, pointer, errors);
            }
        }

        private void CheckNested(object value, string pointer, FieldErrors errors)
        {
            if (value is not IEnumerable items)
            {
                RequestRules.Check(value, _nested!, pointer, errors);
                return;
            }

            var i = 0;
            foreach (var item in items)
            {
                if (item is null)
                {
                    errors.Add($"{pointer}/{i}", "has to be an object, not null");
                }
                else
                {
                    RequestRules.Check(item, _nested!, $"{pointer}/{i}", errors);
                }

                i++;
            }
        }

        private static Type? NestedType(Type type) =>
            type == typeof(string) || type.IsValueType ? null
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? NestedType(type.GetGenericArguments()[0])
            : typeof(IEnumerable).IsAssignableFrom(type) ? null
            : type;
    }
}
