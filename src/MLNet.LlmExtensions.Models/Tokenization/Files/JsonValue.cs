using System.Text;
using System.Text.Json;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>
/// A value of a JSON file together with its place, so that whatever is wrong with it can be named. A value that is absent
/// and one that is <c>null</c> are the same.
/// </summary>
internal readonly struct JsonValue
{
    private const long LargestFile = 512L * 1024 * 1024;

    private const int NoIndex = -1;

    private readonly JsonElement _element;
    private readonly string _file;
    private readonly string _container;
    private readonly int _index;
    private readonly int _innerIndex;

    // The place is kept in parts, because there are hundreds of thousands of items and only an error needs it as text.
    private JsonValue(JsonElement element, string file, string container, int index = NoIndex, int innerIndex = NoIndex)
    {
        _element = element;
        _file = file;
        _container = container;
        _index = index;
        _innerIndex = innerIndex;
    }

    /// <summary>The place in the file, such as <c>model.merges[7]</c>; empty for the whole file.</summary>
    public string Path => _index == NoIndex ? _container
        : _innerIndex == NoIndex ? $"{_container}[{_index}]"
        : $"{_container}[{_index}][{_innerIndex}]";

    public bool Exists => _element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    public bool IsArray => _element.ValueKind == JsonValueKind.Array;

    public bool IsString => _element.ValueKind == JsonValueKind.String;

    public bool IsNumber => _element.ValueKind == JsonValueKind.Number;

    /// <summary>The member of an object; one that does not exist where the object does not.</summary>
    public JsonValue this[string name]
    {
        get
        {
            string path = Path.Length == 0 ? name : $"{Path}.{name}";
            if (!Exists) return new JsonValue(default, _file, path);
            if (!IsObject) throw Invalid("must be an object");
            return _element.TryGetProperty(name, out var member)
                ? new JsonValue(member, _file, path)
                : new JsonValue(default, _file, path);
        }
    }

    /// <summary>Reads a file whose top level is an object; a value that does not exist where the file does not.</summary>
    /// <exception cref="InvalidDataException">The file is too large or not a JSON object.</exception>
    public static JsonValue ReadOptional(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists) return new JsonValue(default, path, "");
        if (info.Length > LargestFile)
            throw new InvalidDataException($"'{path}' has {info.Length} bytes; at most {LargestFile} are read.");

        var value = new JsonValue(Parse(path), path, "");
        return value.IsObject ? value : throw value.Invalid("must be an object");
    }

    /// <summary>Reads a file that must exist and whose top level is an object.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is too large or not a JSON object.</exception>
    public static JsonValue Read(string path)
    {
        var value = ReadOptional(path);
        return value.Exists ? value : throw new FileNotFoundException($"'{path}' does not exist.", path);
    }

    /// <summary>The string; an error where it is absent.</summary>
    public string Text()
    {
        if (!IsString) throw Invalid("must be a string");
        try
        {
            return _element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid("is not a string of valid Unicode", exception);
        }
    }

    public string Text(string defaultValue) => Exists ? Text() : defaultValue;

    public bool Flag() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Invalid("must be true or false"),
    };

    public bool Flag(bool defaultValue) => Exists ? Flag() : defaultValue;

    /// <summary>A whole number within bounds; an error where it is absent.</summary>
    public int Integer(int minimum, int maximum)
    {
        if (!IsNumber || !_element.TryGetInt32(out int value))
            throw Invalid($"must be a whole number from {minimum} to {maximum}");
        if (value < minimum || value > maximum) throw Invalid($"is {value}, but must be from {minimum} to {maximum}");
        return value;
    }

    /// <summary>A finite number; an error where it is absent.</summary>
    public double Number()
    {
        if (!IsNumber || !_element.TryGetDouble(out double value) || !double.IsFinite(value))
            throw Invalid("must be a finite number");
        return value;
    }

    /// <summary>The items of an array; an error where it is absent.</summary>
    public IEnumerable<JsonValue> Items()
    {
        if (!IsArray) throw Invalid("must be an array");
        return EnumerateItems(this);
    }

    /// <summary>The two items of an array; an error where it is absent or has another number of them.</summary>
    public (JsonValue First, JsonValue Second) Pair()
    {
        if (!IsArray || _element.GetArrayLength() != 2) throw Invalid("must be an array of two items");
        return (ItemAt(0), ItemAt(1));
    }

    /// <summary>The number of members of an object; an error where it is absent.</summary>
    public int MemberCount() => IsObject ? _element.GetPropertyCount() : throw Invalid("must be an object");

    /// <summary>The number of items of an array; an error where it is absent.</summary>
    public int ItemCount() => IsArray ? _element.GetArrayLength() : throw Invalid("must be an array");

    /// <summary>The members of an object; an error where it is absent.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> Members()
    {
        if (!IsObject) throw Invalid("must be an object");
        return EnumerateMembers(this);
    }

    /// <summary>An error about this value.</summary>
    public InvalidDataException Invalid(string what, Exception? inner = null) => new($"'{_file}': {Place} {what}.", inner);

    /// <summary>An error that says that this value asks for something that is not implemented.</summary>
    public NotSupportedException NotSupported(string what) =>
        new($"'{_file}': {Place} {what}, which is not supported.");

    private string Place => Path.Length == 0 ? "the file" : $"'{Path}'";

    private static JsonElement Parse(string path)
    {
        try
        {
            ReadOnlySpan<byte> content = File.ReadAllBytes(path);
            if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
            return JsonElement.Parse(content);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON: {exception.Message}", exception);
        }
    }

    private static IEnumerable<JsonValue> EnumerateItems(JsonValue owner)
    {
        int index = 0;
        foreach (var item in owner._element.EnumerateArray()) yield return owner.Child(item, index++);
    }

    private static IEnumerable<KeyValuePair<string, JsonValue>> EnumerateMembers(JsonValue owner)
    {
        string path = owner.Path;
        foreach (var member in owner._element.EnumerateObject())
        {
            string name = owner.NameOf(member);
            yield return new(name, new JsonValue(member.Value, owner._file, path));
        }
    }

    private JsonValue ItemAt(int index) => Child(_element[index], index);

    private JsonValue Child(JsonElement element, int index) => _index == NoIndex || _innerIndex != NoIndex
        ? new JsonValue(element, _file, Path, index)
        : new JsonValue(element, _file, _container, _index, index);

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid("has a member whose name is not valid Unicode", exception);
        }
    }
}
