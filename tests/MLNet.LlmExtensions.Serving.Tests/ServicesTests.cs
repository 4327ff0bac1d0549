using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Serving.Diagnostics;

namespace MLNet.LlmExtensions.Serving.Tests;

public sealed class ServicesTests(SavedReports fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embeddings_are_those_of_an_embedder()
    {
        await using var services = new ServiceCollection().AddLlmEmbeddings("vectors", OnCpu).BuildServiceProvider();
        var generator = services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("vectors");
        using var embedder = new TextEmbedder(fixture.Model, new TextEmbedderOptions { Device = DevicePreference.Cpu });

        var expected = embedder.Embed(SavedReports.Texts);
        var vectors = await generator.GenerateAsync(SavedReports.Texts, cancellationToken: Cancellation);

        foreach (var (one, other) in expected.Zip(vectors))
        {
            Assert.All(one.Zip(other.Vector.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Equal(embedder.Dimensions, generator.GetService<TextEmbedder>()!.Dimensions);
        _ = await Assert.ThrowsAsync<NotSupportedException>(
            () => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 3 }, Cancellation));
    }

    [Fact]
    public async Task The_hosts_start_loads_what_wants_it()
    {
        await using var services = new ServiceCollection()
            .AddLlmTextClassifier("early", LlmTextClassifierTests.OnCpu(fixture.Frozen))
            .AddLlmTextClassifier("late", LlmTextClassifierTests.OnCpu(fixture.Frozen) + (options => options.LoadOnStart = false))
            .BuildServiceProvider();

        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Cancellation);
        }

        Assert.True(services.GetRequiredKeyedService<LlmTextClassifier>("early").Status.IsLoaded);
        Assert.False(services.GetRequiredKeyedService<LlmTextClassifier>("late").Status.IsLoaded);
    }

    [Fact]
    public async Task A_wrong_path_ends_the_hosts_start()
    {
        await using var services = new ServiceCollection()
            .AddLlmTextClassifier("reports", LlmTextClassifierTests.OnCpu("nothing.zip"))
            .BuildServiceProvider();

        _ = await Assert.ThrowsAsync<FileNotFoundException>(() => services.GetServices<IHostedService>().Single().StartAsync(Cancellation));
    }

    [Fact]
    public async Task Requests_batches_and_loads_are_measured()
    {
        await using var services = new ServiceCollection()
            .AddLlmTextClassifier("reports", LlmTextClassifierTests.OnCpu(fixture.Frozen) + (options => options.MaximumQueueLength = 64))
            .BuildServiceProvider();
        var classifier = services.GetRequiredKeyedService<LlmTextClassifier>("reports");
        var factory = services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        using var texts = new MetricCollector<long>(factory, ServingMetrics.MeterName, "llm.texts");
        using var durations = new MetricCollector<double>(factory, ServingMetrics.MeterName, "llm.request.duration");
        using var batches = new MetricCollector<int>(factory, ServingMetrics.MeterName, "llm.batch.size");
        using var loads = new MetricCollector<long>(factory, ServingMetrics.MeterName, "llm.model.loads");
        using var queue = new MetricCollector<int>(factory, ServingMetrics.MeterName, "llm.queue.length");

        _ = await classifier.ClassifyAsync(SavedReports.Texts, Cancellation);
        _ = await Assert.ThrowsAsync<LlmServiceOverloadedException>(() => classifier.ClassifyAsync(new string[65].Select(_ => "a").ToArray(), Cancellation));
        queue.RecordObservableInstruments();

        Assert.Equal([(20L, "succeeded"), (65L, "rejected")], texts.GetMeasurementSnapshot().Select(m => (m.Value, (string)m.Tags["llm.outcome"]!)));
        Assert.All(texts.GetMeasurementSnapshot(), measurement => Assert.Equal("reports", measurement.Tags["llm.service"]));
        Assert.Equal(2, durations.GetMeasurementSnapshot().Count);
        Assert.Equal(20, batches.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        Assert.Equal("succeeded", Assert.Single(loads.GetMeasurementSnapshot()).Tags["llm.outcome"]);
        Assert.Equal(0, Assert.Single(queue.GetMeasurementSnapshot()).Value);
    }

    private void OnCpu(LlmEmbeddingsOptions options)
    {
        options.ModelFolder = fixture.Model.Folder;
        options.Device = DevicePreference.Cpu;
        options.IntraOpThreads = 1;
    }
}
