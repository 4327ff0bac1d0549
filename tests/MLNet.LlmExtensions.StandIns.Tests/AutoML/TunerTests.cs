using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace.Option;
using Space = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

public sealed class TunerTests
{
    [Fact]
    public async Task The_grid_takes_every_combination_once_and_begins_again()
    {
        FunctionRunner runner = await Run(7, 1, experiment => experiment.SetGridSearchTuner(2));

        string[] combinations = [.. from a in new[] { "0", "0.5" } from c in "xyz" select $$$"""{"s":{"a":{{{a}}},"c":"{{{c}}}"}}"""];
        Assert.Equal(combinations, runner.Tried.Take(6));
        Assert.Equal(combinations[0], runner.Tried[6]);
    }

    [Fact]
    public async Task Local_search_begins_at_the_default_and_random_search_does_not()
    {
        Assert.Equal("""{"s":{"a":0.3,"c":"x"}}""", (await Run(1, 1, experiment => experiment.SetCostFrugalTuner())).Tried[0]);
        Assert.NotEqual("""{"s":{"a":0.3,"c":"x"}}""", (await Run(1, 1, experiment => experiment.SetRandomSearchTuner())).Tried[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_seed_repeats_the_search(bool random)
    {
        AutoMLExperiment Tuner(AutoMLExperiment experiment) =>
            random ? experiment.SetRandomSearchTuner() : experiment.SetCostFrugalTuner();

        FunctionRunner one = await Run(9, 3, Tuner);
        Assert.Equal(one.Tried, (await Run(9, 3, Tuner)).Tried);
        Assert.NotEqual(one.Tried, (await Run(9, 4, Tuner)).Tried);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Local_search_finds_the_bottom_of_a_bowl(int seed)
    {
        var runner = new FunctionRunner(settings => Bowl(settings));
        TrialResult best = await Experiment(runner, 60, seed, new Space
        {
            ["a"] = new UniformDoubleOption(0, 1, false, 0.1),
            ["b"] = new UniformDoubleOption(1e-4, 1, true, 1e-4),
        }).SetCostFrugalTuner().RunAsync(CancellationToken.None);

        Assert.InRange(best.Loss, 0, 0.02);

        static double Bowl(TrialSettings settings)
        {
            double a = settings.Parameter["s"]["a"].AsType<double>() - 0.7;
            double b = Math.Log10(settings.Parameter["s"]["b"].AsType<double>()) / 4 + 0.5;
            return a * a + b * b;
        }
    }

    [Fact]
    public async Task A_pipeline_begins_with_the_defaults_and_each_of_its_choices_is_tried()
    {
        var ml = new MLContext(1);
        double first = 0;
        var losses = new Dictionary<string, double>();
        var runner = new FunctionRunner(settings =>
        {
            string schema = settings.Parameter["_pipeline_"]["_SCHEMA_"].AsType<string>();
            double loss = schema[^1] - '0' + Math.Abs(Math.Log10(settings.Parameter["_pipeline_"][$"e{schema[^1]}"]["L2"].AsType<double>()));
            first = settings.TrialId == 0 ? Math.Pow(10, 1 - loss) : first;
            losses[schema] = Math.Min(loss, losses.GetValueOrDefault(schema, double.MaxValue));
            return loss;
        });
        SweepablePipeline pipeline = ml.Transforms.CopyColumns("B", "A").Append(Sweepable(), Sweepable(), Sweepable());
        TrialResult best = await ml.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 5 })
            .SetPipeline(pipeline).SetTrialRunner(runner).SetMaxModelToExplore(60).RunAsync(CancellationToken.None);

        Assert.Equal(["e0 * e1", "e0 * e2", "e0 * e3"], losses.Keys.Order());
        Assert.Equal("e0 * e1", best.TrialSettings.Parameter["_pipeline_"]["_SCHEMA_"].AsType<string>());
        Assert.InRange(best.Loss, 1, 1.3);
        Assert.Equal(0.01, first, 9);

        SweepableEstimator Sweepable() => new(
            (context, _) => context.Transforms.CopyColumns("C", "A"), new Space { ["L2"] = new UniformDoubleOption(1e-4, 10, true, 0.01) });
    }

    private static AutoMLExperiment Experiment(FunctionRunner runner, int trials, int seed, Space space) =>
        new MLContext(1).Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = seed })
            .AddSearchSpace("s", space).SetTrialRunner(runner).SetMaxModelToExplore(trials);

    private static async Task<FunctionRunner> Run(int trials, int seed, Func<AutoMLExperiment, AutoMLExperiment> tuner)
    {
        var runner = new FunctionRunner(settings => settings.Parameter["s"]["a"].AsType<double>());
        var space = new Space { ["c"] = new ChoiceOption("x", "y", "z"), ["a"] = new UniformDoubleOption(0, 1, false, 0.3) };
        await tuner(Experiment(runner, trials, seed, space)).RunAsync(CancellationToken.None);
        return runner;
    }
}
