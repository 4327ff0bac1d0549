namespace EncoderTraining.Optimisation;

/// <summary>Linear warm-up, then half a cosine down to zero.</summary>
internal sealed record LearningRateSchedule(float Peak, int Steps, int WarmUp)
{
    /// <summary>The rate of a step, counted from 0.</summary>
    public float At(int step)
    {
        if (step < WarmUp)
            return Peak * (step + 1) / WarmUp;
        var progress = (step - WarmUp) / (float)Math.Max(1, Steps - WarmUp);
        return Peak * 0.5f * (1 + MathF.Cos(MathF.PI * Math.Min(1, progress)));
    }
}
