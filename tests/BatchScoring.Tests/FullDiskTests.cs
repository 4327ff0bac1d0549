using BatchScoring.Input;
using BatchScoring.Input.Records;
using BatchScoring.Output;
using BatchScoring.Scoring;
using MLNet.LlmExtensions.Serving;
using MLNet.LlmExtensions.Tests.Shared;
using ReportClassification;

namespace BatchScoring.Tests;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void A_full_disk_leaves_no_half_part_wherever_it_fills_up(string format)
    {
        var rowFormat = Enum.Parse<RowFormat>(format, ignoreCase: true);
        var files = new PartFiles(_folder.Path, rowFormat);
        Directory.CreateDirectory(files.RejectedFolder);
        using var classifier = new SameClassifier();
        File.WriteAllText(_folder.File("in.jsonl"), TinyProject.MixedLines(60));
        using var input = new RecordInputFile(_folder.File("in.jsonl"), "in.jsonl", new LineFraming(), new JsonRowParser(new RowColumns(["text"], "id", 1000)));
        var part = new Part(0, input, input.Scan(100, _ => { }, CancellationToken.None).Parts[0]);

        var failures = 0;
        for (var room = 0; ; room += 150)
        {
            using var shardLock = new ShardLock(files, Shard.Whole);
            var left = room;
            var scorer = new PartScorer(classifier, new OutputShape(rowFormat, HasId: true, LabelOnly: false, classifier.Classes), files, shardLock.Folder, batch: 16, keepBadRows: false)
            {
                CreateFile = path => new FullStream(path, bytes => (left -= bytes) >= 0),
            };
            try
            {
                var counts = scorer.Score(part, _ => { }, CancellationToken.None);
                Assert.Equal(new PartCounts(54, 6), counts);
                break;
            }
            catch (UserErrorException exception)
            {
                failures++;
                Assert.Contains("rows 1 to 60", exception.Message, StringComparison.Ordinal);
                Assert.Contains("No space left", exception.Message, StringComparison.Ordinal);
                Assert.False(files.IsDone(0));
                Assert.False(File.Exists(files.Rejected(0)));
                Assert.Equal("lock", Path.GetFileName(Assert.Single(Directory.GetFiles(shardLock.Folder))));
            }
        }

        Assert.True(failures > 3);
        Assert.True(files.IsDone(0));
        Assert.Equal(6, files.CountRejected(0));
    }

    public void Dispose() => _folder.Dispose();

    private sealed class FullStream(string path, Func<int, bool> hasRoom) : FileStream(path, FileMode.CreateNew, FileAccess.Write)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Check(buffer.Length);
            base.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Check(count);
            base.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Check(buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Check(count);
            return base.WriteAsync(buffer, offset, count, cancellationToken);
        }

        private void Check(int bytes)
        {
            if (!hasRoom(bytes))
                throw new IOException("No space left on device");
        }
    }

    private sealed class SameClassifier : IClassifier
    {
        private static readonly TextClassification Result = new("a", 0.75f, new Dictionary<string, float> { ["a"] = 0.75f, ["b"] = 0.25f });

        public IReadOnlyList<string> Classes { get; } = ["a", "b"];

        public IReadOnlyList<TextClassification> Classify(string[] texts) => [.. texts.Select(_ => Result)];

        public void Dispose()
        {
        }
    }
}
