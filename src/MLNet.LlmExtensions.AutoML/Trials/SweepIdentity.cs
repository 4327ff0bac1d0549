using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>Names a sweep: what its data, its pipeline's options and its metric are. One line.</summary>
internal static class SweepIdentity
{
    public static string Of(SweepablePipeline pipeline, IDataView train, IDataView validation, SweepOptions options) => JsonSerializer.Serialize(new
    {
        Sweep = 1,
        Metric = options.Metric.ToString(),
        Label = options.LabelColumnName,
        Options = Hash(hash => Append(hash, Describe(pipeline.SearchSpace))),
        Train = Hash(hash => Append(hash, train)),
        Validation = Hash(hash => Append(hash, validation)),
    });

    private static string Hash(Action<IncrementalHash> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        append(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The options' names, and the values at both ends: which is what a trial's parameter means.
    private static string Describe(SearchSpace space)
    {
        var dimensions = space.FeatureSpaceDim;
        return string.Join('\n', ((double[])[0, 0.5, 1]).Select(place => JsonSerializer.Serialize(space.SampleFromFeatureSpace([.. Enumerable.Repeat(place, dimensions)]))));
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(BitConverter.GetBytes(text.Length));
        hash.AppendData(Encoding.Unicode.GetBytes(text));
    }

    // All texts and their places, which labels are before they are keys.
    private static void Append(IncrementalHash hash, IDataView data)
    {
        Append(hash, string.Join('\n', data.Schema.Select(column => $"{column.Name} {column.Type}")));
        var columns = data.Schema.Where(column => column.Type is TextDataViewType && !column.IsHidden).ToArray();
        using var cursor = data.GetRowCursor(columns);
        var getters = columns.Select(cursor.GetGetter<ReadOnlyMemory<char>>).ToArray();
        var value = default(ReadOnlyMemory<char>);
        while (cursor.MoveNext())
        {
            foreach (var getter in getters)
            {
                getter(ref value);
                Append(hash, value.ToString());
            }
        }
    }
}
