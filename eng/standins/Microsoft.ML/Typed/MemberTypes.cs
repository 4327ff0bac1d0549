using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The types of members that can be columns.</summary>
internal static class MemberTypes
{
    /// <summary>The type of a field or property.</summary>
    public static Type GetMemberType(MemberInfo member) =>
        member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    public static Type GetItemType(MemberInfo member, out bool isVector) =>
        GetItemType(member.Name, GetMemberType(member), out isVector);

    /// <summary>The raw type of the items in the column that holds such values.</summary>
    public static Type GetItemType(string name, Type type, out bool isVector)
    {
        isVector = true;
        Type item;
        if (type.IsArray)
        {
            item = type.GetElementType();
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
        {
            item = type.GetGenericArguments()[0];
        }
        else
        {
            item = type;
            isVector = false;
        }

        if (item == typeof(string))
            item = typeof(ReadOnlyMemory<char>);
        Guard.Argument(PrimitiveTypes.TryFromRawType(item, out _), "rawType", $"Could not determine an IDataView type for member {name}");
        return item;
    }
}
