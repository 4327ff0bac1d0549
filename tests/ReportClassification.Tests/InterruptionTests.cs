namespace ReportClassification.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public void Work_with_nothing_to_keep_is_cancelled_at_once_and_then_left_to_the_system()
    {
        using var interruption = new Interruption();

        Assert.True(interruption.Press());
        Assert.True(interruption.Cancellation.IsCancellationRequested);
        Assert.False(interruption.Stop.IsCancellationRequested);
        Assert.False(interruption.Press());
    }

    [Fact]
    public void Work_with_something_to_keep_is_stopped_first_and_cancelled_the_second_time()
    {
        using var interruption = new Interruption();
        var told = 0;
        interruption.AllowStop(() => told++);

        Assert.True(interruption.Press());
        Assert.True(interruption.Stop.IsCancellationRequested);
        Assert.False(interruption.Cancellation.IsCancellationRequested);
        Assert.Equal(1, told);

        Assert.True(interruption.Press());
        Assert.True(interruption.Cancellation.IsCancellationRequested);
        Assert.Equal(1, told);
        Assert.False(interruption.Press());
    }

    [Fact]
    public void The_person_is_told_before_the_work_may_end()
    {
        using var interruption = new Interruption();
        var hasEnded = true;
        interruption.AllowStop(() => hasEnded = interruption.Stop.IsCancellationRequested);

        interruption.Press();
        Assert.False(hasEnded);
    }

    [Fact]
    public void A_request_to_terminate_does_not_stop_first()
    {
        using var interruption = new Interruption();
        interruption.AllowStop(() => Assert.Fail("It was stopped."));

        Assert.True(interruption.Cancel());
        Assert.True(interruption.Cancellation.IsCancellationRequested);
        Assert.False(interruption.Stop.IsCancellationRequested);
    }
}
