using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A column of a text file.</summary>
internal sealed record TextColumn(string Name, DataViewType Type, int[] Fields)
{
    /// <summary>The columns that the members of a class are.</summary>
    public static TextColumn[] Create(Type userType)
    {
        const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;
        var members = userType.GetFields(PublicInstance).Cast<MemberInfo>().Concat(userType.GetProperties(PublicInstance)
            .Where(property => property.GetGetMethod() is not null && property.GetIndexParameters().Length == 0)).ToArray();
        Guard.Argument(members.Length > 0, "TInput", "Should define at least one public, readable field or property in TInput.");
        return [.. members.Select(Create)];
    }

    private static TextColumn Create(MemberInfo member)
    {
        var source = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw new InvalidOperationException($"'{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
        string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
        var memberType = MemberTypes.GetMemberType(member);
        var rawType = memberType.IsArray ? memberType.GetElementType() : memberType;
        if (rawType == typeof(string))
            rawType = typeof(ReadOnlyMemory<char>);
        Guard.State(PrimitiveTypes.TryFromRawType(rawType, out var itemType), $"'{member.Name}' is of unsupported type.");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
            itemType = new KeyDataViewType(rawType, key.Count);
        bool isVector = source.Fields.Length > 1;
        return new TextColumn(name, isVector ? new VectorDataViewType(itemType, source.Fields.Length) : itemType, source.Fields);
    }
}
