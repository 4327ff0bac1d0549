using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>How the members of a class are columns.</summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>What the members are used for.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>They are read.</summary>
        Read = 1,

        /// <summary>They are written.</summary>
        Write = 2,

        /// <summary>Either.</summary>
        Both = Read | Write,
    }

    /// <summary>The column with the name; setting it replaces or adds it.</summary>
    public Column this[string columnName]
    {
        get => Find(column => column.ColumnName == columnName);
        set
        {
            Guard.NotNull(value, nameof(value));
            Guard.Argument(value.ColumnName == columnName, nameof(columnName),
                $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    /// <summary>The definition that the members of a class and their attributes give.</summary>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        var definition = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (var member in GetMembers(Guard.NotNull(userType, nameof(userType)), direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Guard.Argument(names.Add(name), nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, GetColumnType(member), name));
        }

        return definition;
    }

    private static IEnumerable<MemberInfo> GetMembers(Type userType, Direction direction)
    {
        const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;
        var properties = userType.GetProperties(PublicInstance).Where(property =>
            property.GetIndexParameters().Length == 0
            && ((direction.HasFlag(Direction.Read) && property.GetGetMethod() is not null)
                || (direction.HasFlag(Direction.Write) && property.GetSetMethod() is not null)));
        return userType.GetFields(PublicInstance).Cast<MemberInfo>().Concat(properties)
            .Where(member => member.GetCustomAttribute<NoColumnAttribute>() is null);
    }

    private static DataViewType GetColumnType(MemberInfo member)
    {
        var rawType = MemberTypes.GetItemType(member, out bool isVector);
        var itemType = PrimitiveTypes.FromRawType(rawType);
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            Guard.Argument(KeyDataViewType.IsValidDataType(rawType), "userType",
                $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
            itemType = new KeyDataViewType(rawType, key.Count);
        }

        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        Guard.Argument(vector is null || isVector, "userType",
            $"Member {member.Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
        if (!isVector)
            return itemType;
        return vector?.Dimensions is { Length: > 0 } dimensions
            ? new VectorDataViewType(itemType, dimensions)
            : new VectorDataViewType(itemType);
    }
}
