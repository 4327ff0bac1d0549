using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Serving.Tests;

public sealed class HotReloadTests : IAsyncDisposable
{
    private const string Text = "Small left pleural effusion.";

    private readonly SavedReports _models;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogCollector _log = new();
    private readonly ServiceProvider _services;
    private readonly string _path;

    public HotReloadTests(SavedReports models)
    {
        _models = models;
        _path = _folder.File("model.zip");
        File.Copy(models.Frozen, _path);
        var collection = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_log)))
            .AddLlmTextClassifier("reports", LlmTextClassifierTests.OnCpu(_path) + (options => options.MaximumDelay = TimeSpan.Zero));
        collection.AddHealthChecks().AddLlmServices("ready");
        _services = collection.BuildServiceProvider();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LlmTextClassifier Classifier => _services.GetRequiredKeyedService<LlmTextClassifier>("reports");

    [Fact]
    public async Task A_changed_file_takes_the_old_ones_place()
    {
        var before = await Classifier.ClassifyAsync(Text, Cancellation);

        Replace(_models.FineTuned);
        Assert.Equal(before.Probability, (await Classifier.ClassifyAsync(Text, Cancellation)).Probability, 1e-5f);
        Look();

        Assert.NotEqual(before.Probability, (await Classifier.ClassifyAsync(Text, Cancellation)).Probability);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
    }

    [Fact]
    public async Task A_corrupt_file_leaves_the_old_one_serving_and_a_good_one_mends_it()
    {
        var before = await Classifier.ClassifyAsync(Text, Cancellation);
        var whole = await File.ReadAllBytesAsync(_models.FineTuned, Cancellation);
        var random = new Random(4);
        for (var trial = 0; trial < 10; trial++)
        {
            await File.WriteAllBytesAsync(_path, whole[..random.Next(whole.Length)], Cancellation);
            File.SetLastWriteTimeUtc(_path, new DateTime(2001, 1, 1 + trial, 0, 0, 0, DateTimeKind.Utc));
            Look();

            Assert.Equal(before.Probability, (await Classifier.ClassifyAsync(Text, Cancellation)).Probability, 1e-5f);
            Assert.Equal(HealthStatus.Degraded, await HealthAsync());
        }

        Assert.Contains(_log.GetSnapshot(), record => record.Level == LogLevel.Error && record.Message.Contains("serves on", StringComparison.Ordinal));
        Replace(_models.FineTuned);
        Look();

        Assert.NotEqual(before.Probability, (await Classifier.ClassifyAsync(Text, Cancellation)).Probability);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
    }

    [Fact]
    public async Task A_removed_file_changes_nothing()
    {
        var before = await Classifier.ClassifyAsync(Text, Cancellation);

        File.Delete(_path);
        Look();

        Assert.Equal(before.Probability, (await Classifier.ClassifyAsync(Text, Cancellation)).Probability, 1e-5f);
    }

    [Fact]
    public async Task A_link_that_points_elsewhere_is_a_change()
    {
        File.Delete(_path);
        File.CreateSymbolicLink(_path, _models.Frozen);
        var before = await Classifier.ClassifyAsync(Text, Cancellation);

        File.Delete(_path);
        File.CreateSymbolicLink(_path, _models.FineTuned);
        Look();

        Assert.NotEqual(before.Probability, (await Classifier.ClassifyAsync(Text, Cancellation)).Probability);
    }

    [Fact]
    public async Task No_request_fails_while_models_come_and_go()
    {
        using var stop = new CancellationTokenSource();
        var asked = 0;
        var callers = Enumerable.Range(0, 4).Select(caller => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    _ = await Classifier.ClassifyAsync(Text, Cancellation);
                    _ = Interlocked.Increment(ref asked);
                }
            },
            Cancellation)).ToArray();
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(30, Cancellation);
            Replace(i % 2 == 0 ? _models.FineTuned : _models.Frozen);
            Look();
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);

        Assert.True(asked > 10);
    }

    [Fact]
    public async Task Requests_are_answered_while_a_new_model_is_being_loaded()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no named pipes among its files.");
        }

        var before = await Classifier.ClassifyAsync(Text, Cancellation);
        File.Delete(_path);
        using (var made = Process.Start("mkfifo", [_path]))
        {
            await made.WaitForExitAsync(Cancellation);
        }

        // Reading waits until somebody writes.
        var loading = Task.Run(Look, Cancellation);
        await Task.Delay(200, Cancellation);
        var answer = await Classifier.ClassifyAsync(Text, Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.False(loading.IsCompleted);
        await File.WriteAllBytesAsync(_path, await File.ReadAllBytesAsync(_models.FineTuned, Cancellation), Cancellation);
        await loading;

        Assert.Equal(before.Probability, answer.Probability, 1e-5f);
        Assert.NotEqual(before.Probability, (await Classifier.ClassifyAsync(Text, Cancellation)).Probability);
    }

    [Fact]
    public async Task What_could_not_be_loaded_is_tried_again_and_logged_once()
    {
        _ = await Classifier.ClassifyAsync(Text, Cancellation);
        await File.WriteAllTextAsync(_path, "no model", Cancellation);
        var time = File.GetLastWriteTimeUtc(_path);
        Look();
        Look();
        Assert.Single(_log.GetSnapshot(), record => record.Level == LogLevel.Error);

        File.Copy(_models.FineTuned, _path, overwrite: true);
        File.SetLastWriteTimeUtc(_path, time);
        Look();

        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
    }

    [Fact]
    public async Task Health_tells_before_the_first_load_and_when_there_is_none()
    {
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync());
        File.Delete(_path);
        _ = await Assert.ThrowsAsync<FileNotFoundException>(() => Classifier.ClassifyAsync(Text, Cancellation));

        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync());
        File.Copy(_models.Frozen, _path);
        _ = await Classifier.ClassifyAsync(Text, Cancellation);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
    }

    [Fact]
    public async Task Nothing_of_a_text_is_logged()
    {
        _ = await Classifier.ClassifyAsync(Text, Cancellation);
        Replace(_models.FineTuned);
        Look();
        _ = await Classifier.ClassifyAsync(Text, Cancellation);

        Assert.NotEmpty(_log.GetSnapshot());
        Assert.DoesNotContain(_log.GetSnapshot(), record => record.Message.Contains("effusion", StringComparison.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private void Replace(string path)
    {
        File.Copy(path, _path, overwrite: true);
        File.SetLastWriteTimeUtc(_path, File.GetLastWriteTimeUtc(path));
    }

    // As the timer does, but on this thread.
    private void Look() => Classifier.Look();

    private async Task<HealthStatus> HealthAsync() =>
        (await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Status;
}
