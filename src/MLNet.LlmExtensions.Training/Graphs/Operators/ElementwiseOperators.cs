using MLNet.LlmExtensions.Training.Graphs.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Arithmetic on pairs of elements, with ONNX's broadcasting, which is libtorch's.</summary>
internal static class ElementwiseOperators
{
    public static void Register(OperatorRegistry registry)
    {
        var add = new BinaryOperator(static (a, b) => a + b, static (a, b) => a + b, static (a, b) => a.add(b))
        {
            WithNumber = static (a, b) => a.add(b),
            IsCommutative = true,
        };
        var subtract = new BinaryOperator(static (a, b) => a - b, static (a, b) => a - b, static (a, b) => a.sub(b)) { WithNumber = static (a, b) => a.sub(b) };
        var multiply = new BinaryOperator(static (a, b) => a * b, static (a, b) => a * b, static (a, b) => a.mul(b))
        {
            WithNumber = static (a, b) => a.mul(b),
            IsCommutative = true,
        };
        var divide = new BinaryOperator(Divide, static (a, b) => a / b, Divide) { WithNumber = static (a, b) => a.div(b) };
        var power = new BinaryOperator(static (a, b) => (long)Math.Pow(a, b), Math.Pow, static (a, b) => a.pow(b)) { WithNumber = static (a, b) => a.pow(b) };
        var remainder = new BinaryOperator(static (a, b) => a % b, static (a, b) => a % b, static (a, b) => a.fmod(b));
        var modulus = new BinaryOperator(Modulus, static (a, b) => a - (b * Math.Floor(a / b)), static (a, b) => a.remainder(b));
        var maximum = new BinaryOperator(Math.Max, Math.Max, static (a, b) => torch.maximum(a, b));
        var minimum = new BinaryOperator(Math.Min, Math.Min, static (a, b) => torch.minimum(a, b));

        registry.Add("Add", (_, _) => add.Run);
        registry.Add("Sub", (_, _) => subtract.Run);
        registry.Add("Mul", (_, _) => multiply.Run);
        registry.Add("Div", (_, _) => divide.Run);
        registry.Add("Pow", (_, _) => call => RunPower(power, call));
        registry.Add("Mod", (node, _) => node.Attributes.Flag("fmod") ? remainder.Run : modulus.Run);
        registry.Add("Max", (_, _) => maximum.RunAll);
        registry.Add("Min", (_, _) => minimum.RunAll);
        registry.Add("Sum", (_, _) => add.RunAll);
        registry.Add("Where", (_, _) => Where);
    }

    private static long Divide(long a, long b) =>
        b != 0 ? a / b : throw new InvalidDataException("An integer is divided by zero.");

    /// <summary>The sign is the divisor's.</summary>
    private static long Modulus(long a, long b)
    {
        var remainder = b != 0 ? a % b : throw new InvalidDataException("An integer is divided by zero.");
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    /// <summary>Integers are cut towards zero, as ONNX says.</summary>
    private static Tensor Divide(Tensor a, Tensor b)
    {
        if (ElementTypes.IsReal(a.dtype))
            return a.div(b);
        using var quotient = a.div(b, RoundingMode.trunc);
        return quotient.to_type(a.dtype);
    }

    /// <summary>The result has the base's type, whatever the exponent's. Squares are computed in single precision at least.</summary>
    private static void RunPower(BinaryOperator power, Call call)
    {
        if (call.IsAllHost() || call.Host(0) is not null)
        {
            power.Run(call);
            return;
        }

        var value = call.Tensor(0);
        if (call.Host(1) is { Count: 1 } exponent)
        {
            using var wide = WidePrecision.Of(value);
            call.Return(exponent.Real(0) == 2 ? wide.Value.mul(wide.Value) : wide.Value.pow(exponent.ToScalar()));
            return;
        }

        using var other = call.Tensor(1).to_type(value.dtype);
        call.Return(value.pow(other));
    }

    private static void Where(Call call)
    {
        if (call.IsAllHost() && HostBroadcast.ResultShape(call.Host(0)!.Shape, call.Host(1)!.Shape, call.Host(2)!.Shape) is { } shape)
        {
            var (condition, then, otherwise) = (call.Host(0)!, call.Host(1)!, call.Host(2)!);
            var (c, t, o) = (HostBroadcast.Indices(condition.Shape, shape), HostBroadcast.Indices(then.Shape, shape), HostBroadcast.Indices(otherwise.Shape, shape));
            if (then.IsReal)
            {
                var reals = new double[c.Length];
                for (var i = 0; i < reals.Length; i++)
                    reals[i] = condition.Integer(c[i]) != 0 ? then.Real(t[i]) : otherwise.Real(o[i]);
                call.Return(new HostTensor(then.Type, shape, reals));
                return;
            }

            var integers = new long[c.Length];
            for (var i = 0; i < integers.Length; i++)
                integers[i] = condition.Integer(c[i]) != 0 ? then.Integer(t[i]) : otherwise.Integer(o[i]);
            call.Return(new HostTensor(then.Type, shape, integers));
            return;
        }

        using var pair = new PromotedPair(call.Tensor(1), call.Tensor(2));
        call.Return(where(call.Tensor(0), pair.Left, pair.Right));
    }
}
