using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The columns that the members of <typeparamref name="TRow"/> are.</summary>
internal sealed class TypedSchema<TRow>
    where TRow : class
{
    public TypedSchema(SchemaDefinition.Direction direction, SchemaDefinition definition = null)
    {
        var columns = definition ?? SchemaDefinition.Create(typeof(TRow), direction);
        Members = [.. columns.Select(FindMember)];
        var builder = new DataViewSchema.Builder();
        foreach (var (column, member) in columns.Zip(Members))
            builder.AddColumn(column.ColumnName, CheckType(column, member), column.Annotations);
        Schema = builder.ToSchema();
    }

    /// <summary>The columns, in the order of the members.</summary>
    public DataViewSchema Schema { get; }

    public MemberInfo[] Members { get; }

    private static MemberInfo FindMember(SchemaDefinition.Column column) =>
        (MemberInfo)typeof(TRow).GetField(column.MemberName) ?? typeof(TRow).GetProperty(column.MemberName)
        ?? throw new ArgumentOutOfRangeException("userSchemaDefinition",
            $"No field or property with name '{column.MemberName}' found in type '{typeof(TRow)}'");

    private static DataViewType CheckType(SchemaDefinition.Column column, MemberInfo member)
    {
        var itemType = MemberTypes.GetItemType(member, out bool isVector);
        if (column.ColumnType is null)
        {
            var primitive = PrimitiveTypes.FromRawType(itemType);
            return isVector ? new VectorDataViewType(primitive) : primitive;
        }

        Guard.Argument(isVector == column.ColumnType is VectorDataViewType, "userSchemaDefinition",
            $"Of column '{column.ColumnName}' and member '{column.MemberName}' one is a vector and the other is not");
        Guard.Argument(column.ColumnType.ItemType().RawType == itemType, "userSchemaDefinition",
            $"Column '{column.ColumnName}' is supposed to have item type {column.ColumnType.ItemType().RawType}, "
            + $"but associated member has type {itemType}");
        return column.ColumnType;
    }
}
