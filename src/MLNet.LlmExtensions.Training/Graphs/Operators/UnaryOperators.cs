using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Functions of one element.</summary>
internal static class UnaryOperators
{
    public static void Register(OperatorRegistry registry)
    {
        Add(registry, "Neg", static a => -a, static a => -a, static a => a.neg());
        Add(registry, "Abs", Math.Abs, Math.Abs, static a => a.abs());
        Add(registry, "Floor", static a => a, Math.Floor, static a => a.floor());
        Add(registry, "Ceil", static a => a, Math.Ceiling, static a => a.ceil());
        Add(registry, "Round", static a => a, Math.Round, static a => a.round());
        Add(registry, "Sign", static a => Math.Sign(a), static a => Math.Sign(a), static a => a.sign());
        Add(registry, "Sqrt", static a => (long)Math.Sqrt(a), Math.Sqrt, static a => a.sqrt(), isDelicate: true);
        Add(registry, "Reciprocal", static a => 1 / a, static a => 1 / a, static a => a.reciprocal(), isDelicate: true);
        Add(registry, "Exp", static a => (long)Math.Exp(a), Math.Exp, static a => a.exp(), isDelicate: true);
        Add(registry, "Log", static a => (long)Math.Log(a), Math.Log, static a => a.log(), isDelicate: true);
        Add(registry, "Erf", null, null, static a => a.erf());
        Add(registry, "Sin", null, Math.Sin, static a => a.sin(), isDelicate: true);
        registry.Add("Clip", static (_, _) => Clip);
        Add(registry, "Cos", null, Math.Cos, static a => a.cos(), isDelicate: true);
    }

    /// <param name="registry">Where to add it.</param>
    /// <param name="name">The operator.</param>
    /// <param name="integers">For integers in managed memory, or null where there is no such operation.</param>
    /// <param name="reals">For floating-point numbers in managed memory, or null.</param>
    /// <param name="tensors">For native tensors.</param>
    /// <param name="isDelicate">Whether 16 bits are too few.</param>
    private static void Add(
        OperatorRegistry registry, string name, Func<long, long>? integers, Func<double, double>? reals, Func<Tensor, Tensor> tensors, bool isDelicate = false) =>
        registry.Add(name, (_, _) => call =>
        {
            if (call.Host(0) is { IsReal: true } real && reals is not null)
            {
                var values = new double[real.Count];
                for (var i = 0; i < values.Length; i++)
                    values[i] = reals(real.Real(i));
                call.Return(new HostTensor(real.Type, real.Shape, values));
            }
            else if (call.Host(0) is { IsReal: false } whole && integers is not null)
            {
                var values = new long[whole.Count];
                for (var i = 0; i < values.Length; i++)
                    values[i] = integers(whole.Integer(i));
                call.Return(new HostTensor(whole.Type, whole.Shape, values));
            }
            else if (isDelicate)
            {
                using var wide = WidePrecision.Of(call.Tensor(0));
                call.Return(tensors(wide.Value));
            }
            else
            {
                call.Return(tensors(call.Tensor(0)));
            }
        });

    /// <summary>Bounds are inputs, and either may be missing.</summary>
    private static void Clip(Call call)
    {
        var result = call.Tensor(0).alias();
        if (call.OptionalTensor(1) is { } low)
        {
            using var previous = result;
            result = maximum(previous, low);
        }

        if (call.OptionalTensor(2) is { } high)
        {
            using var previous = result;
            result = minimum(previous, high);
        }

        call.Return(result);
    }
}
