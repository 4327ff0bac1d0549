using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Reads the columns of a row from the members of an object.</summary>
internal sealed class ObjectReader<TRow>
    where TRow : class
{
    private readonly TypedSchema<TRow> _schema;
    private readonly Delegate[] _read;

    public ObjectReader(TypedSchema<TRow> schema)
    {
        _schema = schema;
        _read = [.. schema.Members.Select(CompileRead)];
    }

    public DataViewSchema Schema => _schema.Schema;

    /// <summary>The getter of a column over what <paramref name="current"/> returns.</summary>
    public Delegate CreateGetter(int column, Func<TRow> current)
    {
        var memberType = MemberTypes.GetMemberType(_schema.Members[column]);
        var read = (Delegate)Generic.Invoke(typeof(ObjectReader<TRow>), nameof(Bind), memberType, _read[column], current);
        return Schema[column].Type is KeyDataViewType key
            ? ObjectGetters.CreateKey(key, read)
            : ObjectGetters.Create(memberType, read);
    }

    private static Func<T> Bind<T>(Func<TRow, T> read, Func<TRow> current) => () => read(current());

    private static Delegate CompileRead(MemberInfo member)
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda(Expression.MakeMemberAccess(row, member), row).Compile();
    }
}
