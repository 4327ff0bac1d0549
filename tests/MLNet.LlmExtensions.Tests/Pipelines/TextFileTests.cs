using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Pipelines;

/// <summary>Rows that ML.NET's reader of text files gives out in parallel batches.</summary>
public sealed class TextFileTests(ReportModel fixture) : IClassFixture<ReportModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Rows_of_a_file_are_embedded_in_their_order_and_in_partitions()
    {
        var reports = Reports.Create(500);
        var path = _folder.File("reports.tsv");
        File.WriteAllLines(path, reports.Select(report => $"{report.Number}\t{report.Label}\t{report.Text}"));
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromTextFile<Line>(path);
        using var transformer = ml.Transforms.Text.LlmEmbedding(fixture.Model, fixture.Options).Fit(data);
        var embedded = transformer.Transform(data);
        using var embedder = new TextEmbedder(fixture.Model, ReportModel.OnCpu);
        var expected = embedder.Embed([.. reports.Select(report => report.Text)]);

        var vectors = embedded.GetColumn<float[]>("Features").ToArray();
        Assert.Equal(reports.Select(report => report.Number), embedded.GetColumn<float>("Number"));
        Assert.Equal(500, vectors.Length);
        for (var i = 0; i < vectors.Length; i++)
        {
            VectorAssert.Near(expected[i], vectors[i]);
        }

        var seen = new System.Collections.Concurrent.ConcurrentBag<int>();
        _ = Parallel.ForEach(embedded.GetRowCursorSet([embedded.Schema["Number"], embedded.Schema["Features"]], 4), cursor =>
        {
            using (cursor)
            {
                var number = cursor.GetGetter<float>(embedded.Schema["Number"]);
                var features = cursor.GetGetter<VBuffer<float>>(embedded.Schema["Features"]);
                var (row, vector) = (0f, default(VBuffer<float>));
                while (cursor.MoveNext())
                {
                    number(ref row);
                    features(ref vector);
                    VectorAssert.Near(expected[(int)row], vector.GetValues());
                    seen.Add((int)row);
                }
            }
        });
        Assert.Equal(Enumerable.Range(0, 500), seen.Order());
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Line
    {
        [LoadColumn(0)]
        public float Number { get; set; }

        [LoadColumn(1)]
        public string Label { get; set; } = "";

        [LoadColumn(2)]
        public string Text { get; set; } = "";
    }
}
