using EncoderTraining.Numerics;

namespace EncoderTraining.Export;

/// <summary>A tensor of a checkpoint file as a view of a parameter, in the layout that the file has.</summary>
internal sealed record WeightTensor(string Name, Matrix View, int[] Shape)
{
    public static WeightTensor Vector(string name, Matrix view) => new(name, view, [view.Columns]);

    public static WeightTensor Table(string name, Matrix view) => new(name, view, [view.Rows, view.Columns]);
}
