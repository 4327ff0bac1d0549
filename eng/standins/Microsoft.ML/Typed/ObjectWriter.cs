using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Writes the columns of rows with one schema to the members of objects.</summary>
internal sealed class ObjectWriter<TRow>
    where TRow : class
{
    private readonly (MemberInfo Member, DataViewSchema.Column Column)[] _bindings;

    public ObjectWriter(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition = null)
    {
        var typed = new TypedSchema<TRow>(SchemaDefinition.Direction.Write, definition);
        var bindings = new List<(MemberInfo, DataViewSchema.Column)>();
        foreach (var (member, target) in typed.Members.Zip(typed.Schema))
        {
            if (schema.GetColumnOrNull(target.Name) is not { } source)
            {
                if (ignoreMissingColumns)
                    continue;
                throw Guard.SchemaMismatch("Schema", "", target.Name);
            }

            bool sameForm = source.Type is VectorDataViewType == target.Type is VectorDataViewType;
            Guard.State(sameForm && source.Type.RawType == target.Type.RawType,
                $"Can't bind the IDataView column '{source.Name}' of type '{source.Type}' to field or property "
                + $"'{member.Name}' of type '{MemberTypes.GetMemberType(member).FullName}'.");
            bindings.Add((member, source));
        }

        _bindings = [.. bindings];
    }

    /// <summary>The columns that are read.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _bindings.Select(binding => binding.Column);

    /// <summary>What writes the current values of a row to an object.</summary>
    public Action<TRow> Bind(DataViewRow row)
    {
        var setters = _bindings.Select(binding => CreateSetter(row, binding.Member, binding.Column)).ToArray();
        return target =>
        {
            foreach (var setter in setters)
                setter(target);
        };
    }

    private static Action<TRow> CreateSetter(DataViewRow row, MemberInfo member, DataViewSchema.Column column)
    {
        var type = MemberTypes.GetMemberType(member);
        var read = CompileRead(member);
        var write = CompileWrite(member, type);
        if (type == typeof(string))
            return Text(row, column, (Action<TRow, string>)write);
        if (type == typeof(string[]))
            return TextArray(row, column, (Func<TRow, string[]>)read, (Action<TRow, string[]>)write);
        string method = type.IsArray ? nameof(Array)
            : column.Type is VectorDataViewType ? nameof(Vector)
            : nameof(Value);
        var argument = type.IsArray ? type.GetElementType()
            : column.Type is VectorDataViewType ? type.GetGenericArguments()[0]
            : type;
        return (Action<TRow>)Generic.Invoke(typeof(ObjectWriter<TRow>), method, argument, row, column, read, write);
    }

    private static Action<TRow> Text(DataViewRow row, DataViewSchema.Column column, Action<TRow, string> write)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            getter(ref value);
            write(target, value.ToString());
        };
    }

    private static Action<TRow> TextArray(
        DataViewRow row, DataViewSchema.Column column, Func<TRow, string[]> read, Action<TRow, string[]> write)
    {
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            getter(ref value);
            string[] items = read?.Invoke(target);
            if ((items?.Length ?? 0) != value.Length)
                items = new string[value.Length];
            foreach (var (index, item) in value.Items(all: true))
                items[index] = item.ToString();
            write(target, items);
        };
    }

    private static Action<TRow> Array<T>(DataViewRow row, DataViewSchema.Column column, Func<TRow, T[]> read, Action<TRow, T[]> write)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return target =>
        {
            getter(ref value);

            // The array of the object is written to again where it fits; none at all fits an empty vector.
            T[] items = read?.Invoke(target);
            if ((items?.Length ?? 0) != value.Length)
                items = new T[value.Length];
            value.CopyTo(items);
            write(target, items);
        };
    }

    private static Action<TRow> Vector<T>(
        DataViewRow row, DataViewSchema.Column column, Func<TRow, VBuffer<T>> read, Action<TRow, VBuffer<T>> write)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        return target =>
        {
            var value = read is null ? default : read(target);
            getter(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> Value<T>(DataViewRow row, DataViewSchema.Column column, Func<TRow, T> read, Action<TRow, T> write)
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return target =>
        {
            getter(ref value);
            write(target, value);
        };
    }

    private static Delegate CompileRead(MemberInfo member)
    {
        if (member is PropertyInfo property && property.GetGetMethod() is null)
            return null;
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    private static Delegate CompileWrite(MemberInfo member, Type type)
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(type);
        var assign = Expression.Assign(Expression.MakeMemberAccess(row, member), value);
        return Expression.Lambda(typeof(Action<,>).MakeGenericType(typeof(TRow), type), assign, row, value).Compile();
    }
}
