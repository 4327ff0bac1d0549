using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Optimization;
using MLNet.LlmExtensions.Training.Pretraining;

namespace MLNet.LlmExtensions.Training.Tests.Pretraining;

/// <summary>A language model with its head and its loss on rows of tokens, without a loop around it.</summary>
internal sealed class LanguageModelRig : IDisposable
{
    private readonly TorchGraph _graph;
    private readonly VocabularyHead _head;
    private readonly PredictionRows _rows;
    private readonly VocabularyLoss _loss;
    private readonly int _count;

    public LanguageModelRig(LanguageModel model, IReadOnlyList<int[]> rows, PretrainingOptions? options = null)
    {
        options ??= new PretrainingOptions();
        var settings = PretrainingSettings.Resolve(model, options, onCuda: false);
        var computation = new TorchGraphOptions { Seed = 5, Precision = options.Precision, GradientCheckpointing = options.GradientCheckpointing };
        var transfer = TransferGraph.Build(
            model, new GraphOptions { Output = GraphOutput.LastHiddenState }, options.Transfer, AdapterPlacement.Initializers);
        _graph = new TorchGraph(transfer.Model, transfer.Trainable, computation);
        _head = VocabularyHeadFactory.Create(model, settings.Task, transfer, _graph.Parameters, options.Transfer.Method, computation);
        ITokenTask task = settings.Task == LanguageModelingTask.MaskedTokens ? new MaskedTokenTask(new TokenRoles(model.Tokenizer), options) : new NextTokenTask();
        _rows = new PredictionRows(_graph, rows, task, padTokenId: 0, seed: 3);
        _loss = new VocabularyLoss(_head);
        _count = rows.Count;
        Parameters = [.. _graph.Parameters, .. _head.Parameters];
        Objective = new LanguageModelObjective(_rows, _loss, [new ParameterGroup(Parameters, 1e-3)], seed: 4);
    }

    public IReadOnlyList<TrainableParameter> Parameters { get; }

    public LanguageModelObjective Objective { get; }

    /// <summary>The mean loss of all rows, and their share of right predictions.</summary>
    public TrainingEvaluation Measure() => new LanguageModelEvaluator(_rows, _loss, tokenBudget: 4096, maximumBatchSize: 64).Evaluate(0, 0);

    /// <summary>The mean loss of all rows in one batch, whose gradients are added to those of the parameters.</summary>
    public double ForwardBackward(params int[][] batches)
    {
        batches = batches.Length == 0 ? [[.. Enumerable.Range(0, _count)]] : batches;
        return new StepRunner(Objective).Run(batches, step: 0);
    }

    /// <summary>The gradients by name.</summary>
    public Dictionary<string, float[]> Gradients() => Parameters
        .Where(parameter => parameter.Tensor.grad is not null)
        .ToDictionary(parameter => parameter.Name, parameter => TensorValues.ToArray(parameter.Tensor.grad!));

    public void ClearGradients()
    {
        foreach (var parameter in Parameters)
        {
            parameter.Tensor.grad?.fill_(0);
        }
    }

    public void Dispose()
    {
        _head.Dispose();
        _graph.Dispose();
    }
}
