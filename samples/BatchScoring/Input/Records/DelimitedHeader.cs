namespace BatchScoring.Input.Records;

/// <summary>The names of columns, checked.</summary>
internal static class DelimitedHeader
{
    /// <exception cref="UserErrorException">A name is there twice, or one that is wanted is not there.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> names, RowColumns columns, string where)
    {
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
            throw new UserErrorException($"{where} has two columns of the same name.");
        foreach (var name in columns.All)
        {
            if (!names.Contains(name))
                throw new UserErrorException($"There is no column '{name}' in {where}. There are: {string.Join(", ", names)}.");
        }

        return names;
    }
}
