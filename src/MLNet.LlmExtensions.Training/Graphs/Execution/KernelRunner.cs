using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>Runs kernels so that what goes wrong in one says in which node.</summary>
internal static class KernelRunner
{
    /// <summary>Runs an instruction.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="call">Its inputs and outputs.</param>
    /// <param name="source">What messages call the graph.</param>
    /// <exception cref="InvalidDataException">The node's inputs contradict what it is.</exception>
    /// <exception cref="InvalidOperationException">libtorch cannot compute the node: shapes or types do not fit, or memory is lacking.</exception>
    public static void Run(Instruction instruction, Call call, string source)
    {
        call.Begin(instruction);
        try
        {
            instruction.Kernel(call);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{source}: {instruction.Node} is damaged: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is ExternalException or InvalidOperationException or IndexOutOfRangeException or OverflowException
            or ArgumentException and not ArgumentOutOfRangeException { ParamName: OutsideTable })
        {
            throw new InvalidOperationException($"{source}: {instruction.Node} could not be computed: {FirstLine(exception.Message)}", exception);
        }
    }

    /// <summary>The parameter's name in the one error that is the text's and not the graph's: an index outside a table.</summary>
    public const string OutsideTable = "indices";

    /// <summary>libtorch appends its call stack, which says nothing to a user.</summary>
    private static string FirstLine(string message) => message.AsSpan().IndexOf('\n') is var end and >= 0 ? message[..end] : message;
}
