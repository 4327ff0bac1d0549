using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Turns one data view into another.</summary>
public interface ITransformer : ICanSaveModel
{
    /// <summary>Whether rows can be transformed one by one; otherwise <see cref="GetRowToRowMapper"/> must not be called.</summary>
    bool IsRowToRowMapper { get; }

    /// <summary>The columns that come out when these go in.</summary>
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>The transformed view. Nothing is computed until its rows are read.</summary>
    IDataView Transform(IDataView input);

    /// <summary>The transformation of single rows.</summary>
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}
