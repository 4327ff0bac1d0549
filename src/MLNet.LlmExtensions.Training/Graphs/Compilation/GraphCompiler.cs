using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using MLNet.LlmExtensions.Training.Graphs.Fusions;
using MLNet.LlmExtensions.Training.Graphs.Operators;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>Turns an ONNX graph into a program: fuses nodes, computes what is constant, loads weights, gives values slots.</summary>
internal sealed class GraphCompiler : IDisposable
{
    private readonly WorkingGraph _graph;
    private readonly TorchGraphOptions _options;
    private readonly IReadOnlyDictionary<string, Tensor> _parameters;
    private readonly IReadOnlyList<string> _inputs;
    private readonly IReadOnlyList<string> _outputs;
    private readonly WeightLoader _loader;
    private readonly Dictionary<string, IDisposable> _constants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folded = new(StringComparer.Ordinal);

    private GraphCompiler(OnnxModel model, IReadOnlyDictionary<string, Tensor> parameters, TorchGraphOptions options, string source)
    {
        _graph = new WorkingGraph(model, parameters.Keys, source);
        _options = options;
        _parameters = parameters;
        _inputs = model.InputNames;
        _outputs = model.OutputNames;
        _loader = new WeightLoader(model.ExternalDataFolder, source, options);
    }

    /// <summary>Compiles a graph.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="parameters">Tensors that stand for initializers; the program owns them from now on.</param>
    /// <param name="options">How to compute it.</param>
    /// <param name="source">What messages call the graph.</param>
    /// <param name="fuse">Whether patterns of nodes become single ones.</param>
    /// <exception cref="NotSupportedException">An operator, an attribute or a type is not supported.</exception>
    /// <exception cref="InvalidDataException">The graph contradicts itself.</exception>
    public static GraphProgram Compile(
        OnnxModel model, IReadOnlyDictionary<string, Tensor> parameters, TorchGraphOptions options, string source, bool fuse = true)
    {
        using var compiler = new GraphCompiler(model, parameters, options, source);
        return compiler.Run(fuse);
    }

    public void Dispose()
    {
        _loader.Dispose();
        foreach (var constant in _constants.Values)
            constant.Dispose();
    }

    private GraphProgram Run(bool fuse)
    {
        var registry = OperatorRegistry.Instance;
        var inputs = new HashSet<string>(_inputs, StringComparer.Ordinal);
        foreach (var output in _outputs)
        {
            if (_graph.Producer(output) is null && !inputs.Contains(output) && !_graph.Constants.ContainsKey(output))
                throw new InvalidDataException($"{_graph.Source}: nothing makes the output '{output}'.");
        }

        // Errors come before anything is computed or loaded, and cycles before fusions, which walk along the edges.
        _graph.RemoveUnused();
        foreach (var node in ExecutionOrder.Sort(_graph, inputs))
            registry.Create(node, _options, _graph.Source);

        GraphFusion.ApplyRequired(_graph);
        if (fuse)
            GraphFusion.Apply(_graph);
        if (_options.Precision == TrainingPrecision.BFloat16)
            NarrowingPass.Apply(_graph);
        _graph.RemoveUnused();

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var nodes = new List<(GraphNode Node, Kernel Kernel)>();
        foreach (var node in ExecutionOrder.Sort(_graph, inputs))
        {
            var kernel = registry.Create(node, _options, _graph.Source);
            if (IsConstant(node))
                Fold(node, kernel);
            else
                nodes.Add((node, kernel));
        }

        return Assemble(nodes);
    }

    private bool IsConstant(GraphNode node) =>
        !node.Is("Dropout") && node.Inputs.All(input => input.Length == 0 || _folded.Contains(input) || (_graph.Constants.ContainsKey(input) && !_parameters.ContainsKey(input)));

    private void Fold(GraphNode node, Kernel kernel)
    {
        var slots = new object?[node.Inputs.Count + node.Outputs.Count];
        var inputs = new int[node.Inputs.Count];
        var outputs = new int[node.Outputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = node.Inputs[i].Length == 0 ? -1 : i;
            if (inputs[i] >= 0)
                slots[i] = Constant(node.Inputs[i]);
        }

        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = node.Outputs[i].Length == 0 ? -1 : inputs.Length + i;
        using var random = new Generator(0, _options.Device);
        var call = new Call(slots, _options.Device, random);
        KernelRunner.Run(new Instruction(node, kernel, inputs, outputs, DependsOnParameters: false), call, _graph.Source);
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] < 0 || slots[outputs[i]] is not IDisposable value)
                continue;
            (value as Tensor)?.DetachFromDisposeScope();
            _constants.Add(node.Outputs[i], value);
            _folded.Add(node.Outputs[i]);
        }

        // What only this node read is not needed any more; the graph shrinks as it is computed.
        _graph.Remove(node);
        foreach (var input in node.Inputs)
        {
            if (_graph.Consumers(input).Count == 0 && !_graph.IsOutput(input) && _constants.Remove(input, out var unused))
                unused.Dispose();
        }
    }

    private IDisposable Constant(string name)
    {
        if (!_constants.TryGetValue(name, out var value))
            _constants.Add(name, value = _loader.Load(_graph.Constants[name], RoleOf(name)));
        return value;
    }

    private ConstantRole RoleOf(string name)
    {
        var consumers = _graph.Consumers(name);
        var isWeight = !_graph.IsOutput(name);
        var isTable = isWeight;
        foreach (var consumer in consumers)
        {
            var asWeight = consumer.Domain == GraphNode.FusedDomain && consumer.Operator switch
            {
                FusedOperators.Linear => consumer.Inputs[0] != name && (consumer.Inputs.Count < 3 || consumer.Inputs[2] != name),
                FusedOperators.WeightNorm => consumer.Inputs[1] != name && consumer.Inputs[2] != name,
                _ => false,
            };
            isWeight &= asWeight;
            isTable &= asWeight || (consumer.Is("Gather") && consumer.Inputs[0] == name && consumer.Attributes.Integer("axis", 0) == 0);
        }

        return isWeight ? ConstantRole.LinearWeight : isTable ? ConstantRole.Table : ConstantRole.General;
    }

    private GraphProgram Assemble(List<(GraphNode Node, Kernel Kernel)> nodes)
    {
        var slots = new Dictionary<string, int>(StringComparer.Ordinal);
        var permanent = new List<object>();
        foreach (var name in nodes.SelectMany(entry => entry.Node.Inputs).Concat(_outputs))
        {
            if (name.Length == 0 || slots.ContainsKey(name))
                continue;
            if (_parameters.TryGetValue(name, out var parameter))
                Permanent(name, parameter);
            else if (_folded.Contains(name) || _graph.Constants.ContainsKey(name))
                Permanent(name, Constant(name));
        }

        // A parameter that nothing reads still belongs to the program, which disposes it.
        foreach (var (name, parameter) in _parameters)
        {
            if (!slots.ContainsKey(name))
                Permanent(name, parameter);
        }

        foreach (var input in _inputs)
            slots.TryAdd(input, slots.Count);
        foreach (var output in nodes.SelectMany(entry => entry.Node.Outputs).Where(name => name.Length > 0))
            slots.Add(output, slots.Count);

        var dependent = new HashSet<string>(_parameters.Keys, StringComparer.Ordinal);
        var instructions = new Instruction[nodes.Count];
        for (var i = 0; i < instructions.Length; i++)
        {
            var (node, kernel) = nodes[i];
            var depends = Differentiability.CarriesGradient(node) && node.Inputs.Any(dependent.Contains);
            if (depends)
                dependent.UnionWith(node.Outputs.Where(name => name.Length > 0));
            instructions[i] = new Instruction(node, kernel, Slots(node.Inputs), Slots(node.Outputs, onlyRead: true), depends);
        }

        var program = new GraphProgram(
            _graph.Source,
            instructions,
            permanent,
            slots.Count,
            _inputs.ToDictionary(name => name, name => slots[name], StringComparer.Ordinal),
            _outputs.ToDictionary(name => name, name => slots[name], StringComparer.Ordinal),
            _options.Device);

        // The program owns them now.
        _constants.Clear();
        return program;

        void Permanent(string name, object value)
        {
            slots.Add(name, permanent.Count);
            permanent.Add(value);
        }

        int[] Slots(IReadOnlyList<string> names, bool onlyRead = false)
        {
            var result = new int[names.Count];
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = names[i].Length == 0 || (onlyRead && !_graph.IsOutput(names[i]) && _graph.Consumers(names[i]).Count == 0)
                    ? -1
                    : slots[names[i]];
            }

            return result;
        }
    }
}
