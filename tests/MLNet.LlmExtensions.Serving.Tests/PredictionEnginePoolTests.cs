using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Serving.Tests;

/// <summary>ML.NET's own way of serving, with saved models of this library.</summary>
public sealed class PredictionEnginePoolTests(SavedReports fixture) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_serves_frozen_and_fine_tuned_models_to_many_threads()
    {
        var collection = new ServiceCollection();
        collection.AddPredictionEnginePool<Report, Scored>()
            .FromFile("frozen", fixture.Frozen, watchForChanges: false)
            .FromFile("tuned", fixture.FineTuned, watchForChanges: false);
        await using var services = collection.BuildServiceProvider();
        var pool = services.GetRequiredService<PredictionEnginePool<Report, Scored>>();
        var expected = new Dictionary<string, float[][]> { ["frozen"] = Expected(fixture.Frozen), ["tuned"] = Expected(fixture.FineTuned) };

        await Parallel.ForAsync(0, 200, Cancellation, (i, _) =>
        {
            var (name, text) = (i % 2 == 0 ? "frozen" : "tuned", i % SavedReports.Texts.Length);
            var scores = pool.Predict(name, new Report { Text = SavedReports.Texts[text] }).Score;
            Assert.All(expected[name][text].Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public async Task A_pool_takes_a_changed_file_and_keeps_the_model_of_a_corrupt_one()
    {
        var path = _folder.File("model.zip");
        var (small, large) = new FileInfo(fixture.Frozen).Length < new FileInfo(fixture.FineTuned).Length
            ? (fixture.Frozen, fixture.FineTuned)
            : (fixture.FineTuned, fixture.Frozen);
        File.Copy(small, path);
        var collection = new ServiceCollection();
        collection.AddPredictionEnginePool<Report, Scored>().FromFile(path, watchForChanges: true);
        await using var services = collection.BuildServiceProvider();
        var pool = services.GetRequiredService<PredictionEnginePool<Report, Scored>>();
        var report = new Report { Text = SavedReports.Texts[0] };
        var before = pool.Predict(report).Score;

        Write(stream => stream.Write(File.ReadAllBytes(large)));
        var after = Expected(large)[0];
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (MathF.Abs(pool.Predict(report).Score[0] - after[0]) > 1e-5f)
        {
            Assert.True(DateTime.UtcNow < deadline, "the changed file was not taken");
            await Task.Delay(50, Cancellation);
        }

        Write(stream => stream.SetLength(100));
        await Task.Delay(500, Cancellation);

        Assert.NotEqual(before[0], after[0]);
        Assert.Equal(after[0], pool.Predict(report).Score[0], 1e-5f);

        // In one call to the system each: ML.NET's pool loads the file at each, and after one that it cannot load it never looks again.
        void Write(Action<FileStream> change)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
            change(stream);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static float[][] Expected(string path)
    {
        using var engine = SavedReports.Ml.Model.CreatePredictionEngine<Report, Scored>(SavedReports.Ml.Model.Load(path, out _));
        return [.. SavedReports.Texts.Select(text => engine.Predict(new Report { Text = text }).Score)];
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
