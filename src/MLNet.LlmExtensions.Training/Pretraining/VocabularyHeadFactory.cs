using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Graphs.Architectures;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;
using Onnx;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Makes the head that predicts tokens: from the checkpoint as far as it has one, otherwise new.</summary>
internal static class VocabularyHeadFactory
{
    // The standard deviation that BERT's layers begin with.
    private const float InitialDeviation = 0.02f;

    // DistilBERT's is fixed in its code.
    private const double DefaultEpsilon = 1e-12;

    /// <summary>Makes the head.</summary>
    /// <param name="model">The model, a checkpoint.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="transfer">The graph that gives token vectors, and what is trained of it.</param>
    /// <param name="parameters">The parameters of the graph.</param>
    /// <param name="method">Which part of the model is trained.</param>
    /// <param name="options">The seed, the device and the precision.</param>
    /// <exception cref="NotSupportedException">The model is of a kind whose head is not known.</exception>
    /// <exception cref="InvalidDataException">A tensor of the head has another shape than the configuration says, or is damaged.</exception>
    public static VocabularyHead Create(
        LanguageModel model,
        LanguageModelingTask task,
        TransferGraph transfer,
        IReadOnlyList<TrainableParameter> parameters,
        TransferMethod method,
        TorchGraphOptions options)
    {
        var embedding = VocabularyWeights.Embedding(transfer.Model.Proto.Graph) ?? throw Unknown(model);
        if (task == LanguageModelingTask.NextToken)
        {
            var logits = model.BuildGraph(new GraphOptions { Output = GraphOutput.Logits });
            var weight = VocabularyWeights.Output(logits.Proto.Graph) ?? throw Unknown(model);
            return new DecoderHead(Matrix(weight), options.Precision) { OtherNames = weight.Name == LanguageModelHead.Name ? [] : [LanguageModelHead.Name] };
        }

        var names = MaskedHeadNames.Of(model.Configuration.ModelType) ?? throw Unknown(model);
        var isTied = model.Configuration.Fields.Flag("tie_word_embeddings", defaultValue: true);
        var decoder = isTied ? embedding : Stored(model, names.Decoder) ?? embedding;
        var matrix = Matrix(decoder);
        try
        {
            var fields = model.Configuration.Fields;
            return new MaskedHead(
                matrix,
                Parts(model, names, options),
                Activation(fields.OptionalText("hidden_act") ?? fields.OptionalText("activation") ?? "gelu"),
                fields.Positive("layer_norm_eps", DefaultEpsilon),
                options.Precision)
            {
                OtherNames = [names.DecoderBias, LayerNormNames.Old(names.Norm + ".weight"), LayerNormNames.Old(names.Norm + ".bias"), .. decoder.Name == names.Decoder ? (string[])[] : [names.Decoder]],
            };
        }
        catch
        {
            matrix.Dispose();
            throw;
        }

        VocabularyMatrix Matrix(TensorProto weight)
        {
            if (parameters.FirstOrDefault(parameter => parameter.Name == weight.Name) is { } shared)
            {
                return VocabularyMatrix.Shared(shared);
            }

            using var loader = new WeightLoader(model.Files.Checkpoint!.DataFolder, $"'{model.Folder}'", options);
            var tensor = loader.LoadTensor(weight, ScalarType.Float32);
            return weight.Name == embedding.Name || method == TransferMethod.Lora
                ? VocabularyMatrix.Frozen(tensor)
                : VocabularyMatrix.Trained(weight.Name, tensor);
        }
    }

    /// <summary>The tensors of a head for masked tokens, in the order in which <see cref="MaskedHead"/> takes them.</summary>
    public static IReadOnlyList<TrainableTensor> MaskedParts(MaskedHeadNames names, long hidden, long vocabulary) =>
    [
        new(names.Dense + ".weight", [hidden, hidden], TensorInitialization.Normal, Decays: true) { InitializationScale = InitialDeviation },
        new(names.Dense + ".bias", [hidden], TensorInitialization.Zeros, Decays: false),
        new(names.Norm + ".weight", [hidden], TensorInitialization.Ones, Decays: false),
        new(names.Norm + ".bias", [hidden], TensorInitialization.Zeros, Decays: false),
        new(names.Bias, [vocabulary], TensorInitialization.Zeros, Decays: false),
    ];

    private static IReadOnlyList<TrainableParameter> Parts(LanguageModel model, MaskedHeadNames names, TorchGraphOptions options)
    {
        // A graph of nothing but the head's tensors: what makes the parameters of a graph makes these as well.
        var graph = new GraphProto();
        var parts = new List<TrainableTensor>();
        foreach (var part in MaskedParts(names, model.Configuration.HiddenSize, model.Configuration.VocabularySize))
        {
            var stored = Stored(model, part.Name);
            var tensor = stored?.Clone() ?? new TensorProto { Dims = { part.Shape } };
            tensor.Name = part.Name;
            graph.Initializer.Add(tensor);
            parts.Add(stored is null ? part : part with { Initialization = TensorInitialization.FromGraph });
        }

        return ParameterFactory.Create(
            new OnnxModel(new ModelProto { Graph = graph }, model.Files.Checkpoint!.DataFolder), parts, options, $"'{model.Folder}'");
    }

    private static TensorProto? Stored(LanguageModel model, string name)
    {
        var tensors = model.Files.Checkpoint!.Tensors;
        return (tensors.GetValueOrDefault(name) ?? tensors.GetValueOrDefault(LayerNormNames.Old(name))) is { } found ? WeightBinder.ExternalTensor(found) : null;
    }

    private static Func<Tensor, Tensor> Activation(string name) => name switch
    {
        "gelu" => nn.functional.gelu,
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => ActivationOperators.TanhGelu,
        "relu" => value => value.relu(),
        "silu" or "swish" => value => nn.functional.silu(value),
        _ => value => value.tanh(),
    };

    private static NotSupportedException Unknown(LanguageModel model) => new(
        $"'{model.Folder}' is of the type '{model.Configuration.ModelType}', whose head for predicting tokens is not known.");
}
