using Parquet;
using Parquet.Schema;

namespace BatchScoring.Output;

/// <summary>Writes rows as a Parquet file of one row group, which is held in memory until it is complete.</summary>
internal sealed class ParquetRowWriter(Stream stream, OutputShape shape) : IRowWriter
{
    private readonly List<string> _files = [];
    private readonly List<long> _rows = [];
    private readonly List<string> _ids = [];
    private readonly List<string> _labels = [];
    private readonly List<float> _probability = [];
    private readonly List<float>[] _probabilities = [.. shape.Classes.Select(_ => new List<float>())];

    public void Write(in ScoredRow row)
    {
        _files.Add(row.File);
        _rows.Add(row.Row);
        _ids.Add(row.Id ?? "");
        _labels.Add(row.Result.Label);
        if (shape.LabelOnly)
            return;
        _probability.Add(row.Result.Probability);
        var index = 0;
        foreach (var probability in row.Result.Probabilities.Values)
            _probabilities[index++].Add(probability);
    }

    public void Complete() => CompleteAsync().GetAwaiter().GetResult();

    private async Task CompleteAsync()
    {
        var file = new DataField<string>("file", nullable: false);
        var row = new DataField<long>("row");
        var id = new DataField<string>("id", nullable: false);
        var label = new DataField<string>("label", nullable: false);
        var probability = new DataField<float>("probability");
        DataField[] classes = [.. shape.Classes.Select(name => new DataField<float>($"p({name})"))];
        Field[] fields = [file, row, .. shape.HasId ? (Field[])[id] : [], label, .. shape.LabelOnly ? (Field[])[] : [probability, .. classes]];

        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(file, _files).ConfigureAwait(false);
            await group.WriteAsync<long>(row, _rows.ToArray()).ConfigureAwait(false);
            if (shape.HasId)
                await group.WriteAsync(id, _ids).ConfigureAwait(false);
            await group.WriteAsync(label, _labels).ConfigureAwait(false);
            if (!shape.LabelOnly)
            {
                await group.WriteAsync<float>(probability, _probability.ToArray()).ConfigureAwait(false);
                for (var i = 0; i < classes.Length; i++)
                    await group.WriteAsync<float>(classes[i], _probabilities[i].ToArray()).ConfigureAwait(false);
            }

            group.CompleteValidate();
        }
    }
}
