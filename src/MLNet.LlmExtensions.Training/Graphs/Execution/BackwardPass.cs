using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>A pass forwards and backwards through a program, with or without keeping what lies between.</summary>
/// <remarks>
/// With checkpointing (<see href="https://arxiv.org/abs/1604.06174"/>) a first pass without gradients keeps the one value
/// between each two segments; then each segment, from the last to the first, is computed again with gradients and goes
/// backwards at once. Every segment seeds the random numbers for itself, so that dropout drops the same both times, and the
/// same as without checkpointing.
/// </remarks>
internal sealed class BackwardPass(GraphProgram program, int output, long seed)
{
    /// <summary>Adds the loss's gradients to those of the parameters.</summary>
    /// <param name="loss">Gets the program's output and returns a scalar.</param>
    /// <param name="isCheckpointed">Whether to compute again instead of keeping.</param>
    /// <returns>The loss.</returns>
    public float Run(Func<Tensor, Tensor> loss, bool isCheckpointed) =>
        isCheckpointed && program.Segments.Count > 1 ? RunAgain(loss) : RunAtOnce(loss);

    /// <summary>Computes the program's output; where gradients are recorded, all that lies between is kept.</summary>
    /// <param name="isTraining">Whether dropout applies.</param>
    public void Forward(bool isTraining)
    {
        var segments = program.Segments;
        for (var i = 0; i < segments.Count; i++)
        {
            Seed(i);
            program.Run(segments[i].Start, segments[i].End, isTraining, isRepeated: false, keepForRepetition: false);
        }
    }

    private float RunAtOnce(Func<Tensor, Tensor> loss)
    {
        Forward(isTraining: true);
        return Backward(loss);
    }

    private float RunAgain(Func<Tensor, Tensor> loss)
    {
        var segments = program.Segments;
        var boundaries = new Tensor?[segments.Count];
        using (no_grad())
        {
            for (var i = 0; i < segments.Count - 1; i++)
            {
                Seed(i);
                program.Run(segments[i].Start, segments[i].End, isTraining: true, isRepeated: false, keepForRepetition: true);
                if (segments[i].Boundary >= 0)
                    boundaries[i] = program.TensorOf(segments[i].Boundary).alias();
            }
        }

        var result = 0f;
        Tensor? gradient = null;
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            var isLast = i == segments.Count - 1;
            if (!segments[i].HasParameters || (!isLast && segments[i].Boundary >= 0 && gradient is null))
                break;

            using var scope = NewDisposeScope();
            var before = i > 0 ? boundaries[i - 1] : null;
            var input = before?.detach().requires_grad_();
            before?.Dispose();
            if (input is not null)
                program.Replace(segments[i - 1].Boundary, input.alias());
            Seed(i);
            program.Run(segments[i].Start, segments[i].End, isTraining: true, isRepeated: !isLast, keepForRepetition: true);
            if (isLast)
            {
                result = Backward(loss);
            }
            else
            {
                using var value = program.TensorOf(segments[i].Boundary).alias();
                program.Release(segments[i].Boundary);
                autograd.backward([value], [gradient!]);
            }

            gradient?.Dispose();
            gradient = input?.grad?.MoveToOuterDisposeScope();
        }

        gradient?.Dispose();
        return result;
    }

    private float Backward(Func<Tensor, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var value = loss(program.TensorOf(output));
        if (value.NumberOfElements != 1)
            throw new ArgumentException($"The loss must be one number, but has the shape [{string.Join(", ", value.shape)}].", nameof(loss));
        // Nothing to train in the graph, and a loss without parameters of its own: only the number is wanted.
        if (value.requires_grad)
            value.backward();
        return value.detach().cpu().item<float>();
    }

    /// <summary>Neighbouring seeds and segments must not give neighbouring states.</summary>
    private void Seed(int segment) => program.Seed((long)(SeededRandom.BitsAt(seed, segment) >> 1));
}
