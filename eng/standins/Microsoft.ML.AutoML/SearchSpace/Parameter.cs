using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.SearchSpace;

/// <summary>The value of one option, or the values of several by name: what JSON can hold.</summary>
[JsonConverter(typeof(ParameterConverter))]
public sealed class Parameter : IDictionary<string, Parameter>, IEquatable<Parameter>, IEqualityComparer<Parameter>
{
    /// <summary>The members of an object; null for everything else.</summary>
    private readonly Dictionary<string, Parameter> _members;

    /// <summary>A number, a text, a truth value, or the JSON of an array.</summary>
    private readonly object _value;

    private Parameter(ParameterType type, object value)
    {
        ParameterType = type;
        _value = value;
    }

    private Parameter(Dictionary<string, Parameter> members)
    {
        ParameterType = ParameterType.Object;
        _members = members;
    }

    public int Count => ParameterType == ParameterType.Object ? _members.Count : 1;

    public bool IsReadOnly => false;

    public ParameterType ParameterType { get; }

    public ICollection<string> Keys => _members.Keys;

    ICollection<Parameter> IDictionary<string, Parameter>.Values => _members.Values;

    public Parameter this[string key]
    {
        get => _members[key];
        set => _members[key] = value;
    }

    public static Parameter FromDouble(double value) => new(ParameterType.Number, value);

    public static Parameter FromFloat(float value) => new(ParameterType.Number, value);

    public static Parameter FromLong(long value) => new(ParameterType.Integer, value);

    public static Parameter FromInt(int value) => new(ParameterType.Integer, value);

    public static Parameter FromString(string value) => new(ParameterType.String, value);

    public static Parameter FromBool(bool value) => new(ParameterType.Bool, value);

    public static Parameter FromEnum<T>(T value)
        where T : struct, Enum => FromString(value.ToString());

    public static Parameter FromIEnumerable<T>(IEnumerable<T> values) =>
        new(ParameterType.Array, JsonSerializer.SerializeToElement<object>(values, ParameterConverter.Options));

    public static Parameter FromObject<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return value switch
        {
            bool truth => FromBool(truth),
            string text => FromString(text),
            int number => FromInt(number),
            long number => FromLong(number),
            float number => FromFloat(number),
            double number => FromDouble(number),
            Enum name => FromString(name.ToString()),
            IEnumerable items => FromSequence(items),
            _ => FromProperties(value),
        };
    }

    public static Parameter CreateNestedParameter(params KeyValuePair<string, Parameter>[] parameters) => new(new(parameters));

    public T AsType<T>()
    {
        string json = ToString();
        return JsonSerializer.Deserialize<T>(json, ParameterConverter.Options);
    }

    public void Clear() => _members.Clear();

    public void Add(string key, Parameter value) => _members.Add(key, value);

    public void Add(KeyValuePair<string, Parameter> item) => _members.Add(item.Key, item.Value);

    public bool TryGetValue(string key, out Parameter value) => _members.TryGetValue(key, out value);

    public bool Contains(KeyValuePair<string, Parameter> item) => _members.Contains(item);

    public bool ContainsKey(string key) => _members.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, Parameter>>)_members).CopyTo(array, arrayIndex);

    public bool Remove(string key) => _members.Remove(key);

    public bool Remove(KeyValuePair<string, Parameter> item) =>
        ((ICollection<KeyValuePair<string, Parameter>>)_members).Remove(item);

    IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() =>
        _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();

    /// <summary>Whether the JSON is the same, so that 1 and 1.0 are equal and objects with another order of members are not.</summary>
    public bool Equals(Parameter other) => other is not null && other.ToString() == ToString();

    public bool Equals(Parameter x, Parameter y) => x is null ? y is null : x.Equals(y);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public int GetHashCode(Parameter obj) => obj.GetHashCode();

    /// <summary>The value as JSON.</summary>
    public override string ToString()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            WriteTo(writer);

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        if (_members is null)
        {
            JsonSerializer.Serialize(writer, _value, ParameterConverter.Options);
            return;
        }

        writer.WriteStartObject();
        foreach ((string key, Parameter value) in _members)
        {
            writer.WritePropertyName(key);
            if (value is null)
                writer.WriteNullValue();
            else
                value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>This parameter's values, and another's for everything that this one lacks.</summary>
    internal Parameter OrElse(Parameter other)
    {
        var members = new Dictionary<string, Parameter>(_members);
        foreach ((string key, Parameter value) in other._members)
        {
            if (!members.TryGetValue(key, out Parameter own))
                members[key] = value;
            else if (own?._members is not null && value?._members is not null)
                members[key] = own.OrElse(value);
        }

        return new Parameter(members);
    }

    // By its run-time type, so that a dictionary is written as a JSON object.
    private static Parameter FromSequence(IEnumerable items) =>
        new(ParameterType.Array, JsonSerializer.SerializeToElement<object>(items, ParameterConverter.Options));

    private static Parameter FromProperties(object value)
    {
        Parameter result = CreateNestedParameter();
        IEnumerable<PropertyInfo> properties = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.CanWrite && property.GetIndexParameters().Length == 0);
        foreach (PropertyInfo property in properties)
        {
            if (property.GetValue(value) is { } member)
                result[property.Name] = FromObject(member);
        }

        return result;
    }
}
