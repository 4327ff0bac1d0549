namespace MLNet.LlmExtensions.Training;

/// <summary>How the learning rate goes on after the warm-up, in which it rises from 0 in a straight line.</summary>
public enum LearningRateSchedule
{
    /// <summary>Falls to 0 in a straight line. The default.</summary>
    Linear,

    /// <summary>Falls to 0 along half a cosine.</summary>
    Cosine,

    /// <summary>Stays.</summary>
    Constant,
}
