using System.Text.Json;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Persistence;

/// <summary>A saved model in a process that knows nothing but the file.</summary>
public sealed class NewProcessTests(ReportModel fixture) : IClassFixture<ReportModel>
{
    [Theory]
    [InlineData("single")]
    [InlineData("rows")]
    [InlineData("batched")]
    public async Task Predictions_are_the_same(string how)
    {
        using var folder = new TemporaryFolder();
        var saved = new SavedPipeline(folder.Path, fixture.Model, fixture.Options);
        var (predictions, error) = await RunAsync(folder, saved.Path, how);
        Assert.True(predictions is not null, error);
        SavedPipeline.Same(saved.Expected, predictions);
    }

    [Fact]
    public async Task A_language_model_that_moved_is_found_below_a_registered_folder()
    {
        using var folder = new TemporaryFolder();
        var before = TinyBert.Create(folder.File("before/report-encoder"), seed: 4);
        var saved = new SavedPipeline(folder.Path, LanguageModel.FromPretrained(before), fixture.Options);
        Directory.CreateDirectory(folder.File("after/deep"));
        Directory.Move(before, folder.File("after/deep/report-encoder"));

        var (predictions, error) = await RunAsync(folder, saved.Path, "rows");
        Assert.Null(predictions);
        Assert.Contains(before, error, StringComparison.Ordinal);
        Assert.Contains("LanguageModelFolders.Add", error, StringComparison.Ordinal);
        Assert.Contains("MLNET_LLM_MODELS", error, StringComparison.Ordinal);

        foreach (var variable in (string[])["TEST_HOST_MODELS", LanguageModelFolders.EnvironmentVariable])
        {
            (predictions, error) = await RunAsync(folder, saved.Path, "rows", (variable, folder.File("after")));
            Assert.True(predictions is not null, error);
            SavedPipeline.Same(saved.Expected, predictions);
        }
    }

    private static async Task<(Prediction[]? Predictions, string Error)> RunAsync(
        TemporaryFolder folder, string model, string how, params (string Name, string Value)[] environment)
    {
        var (output, error) = await HostProcess.RunAsync(folder, model, how, SavedPipeline.Texts, "multiclass", environment);
        return (output is null ? null : JsonSerializer.Deserialize<Prediction[]>(output), error);
    }
}
