namespace Microsoft.ML.AutoML;

/// <summary>
/// Frugal optimisation (Wu, Wang and Huang, 2021): from the best point a step in a random direction, or else in the opposite one;
/// shorter steps after too many without success, and a new start elsewhere when they are too short.
/// </summary>
internal sealed class LocalSearch
{
    private const double FirstStep = 0.1;
    private const double ShortestStep = 0.001;

    private readonly Random _random;
    private readonly double[] _start;
    private double[] _center;
    private double[] _direction;
    private double[] _proposed;
    private double _centerLoss = double.PositiveInfinity;
    private double _step;
    private bool _isOpposite;
    private int _failures;
    private int _proposals;
    private int _proposalsAtImprovement;

    public LocalSearch(double[] start, Random random)
    {
        _start = start;
        _random = random;
        Begin(start);
    }

    /// <summary>The next point to try, of coordinates from 0 to 1.</summary>
    public double[] Propose()
    {
        _proposals++;
        if (double.IsPositiveInfinity(_centerLoss))
            return _proposed = _center;

        _direction ??= RandomDirection();
        double sign = _isOpposite ? -1 : 1;
        return _proposed = [.. _center.Zip(_direction, (x, u) => Math.Clamp(x + sign * _step * u, 0, 1))];
    }

    public void Update(double loss)
    {
        if (loss < _centerLoss)
        {
            _center = _proposed;
            _centerLoss = loss;
            _failures = 0;
            _proposalsAtImprovement = _proposals;
            NextDirection();
        }
        else if (double.IsPositiveInfinity(_centerLoss))
        {
            // A start without a result.
            Begin(RandomPoint());
        }
        else if (!_isOpposite)
        {
            _isOpposite = true;
        }
        else
        {
            NextDirection();
            Fail();
        }
    }

    private void Begin(double[] center)
    {
        _center = center;
        _centerLoss = double.PositiveInfinity;
        _step = FirstStep * Math.Sqrt(Math.Max(1, center.Length));
        _failures = 0;
        _proposals = 0;
        _proposalsAtImprovement = 0;
        NextDirection();
    }

    private void NextDirection()
    {
        _direction = null;
        _isOpposite = false;
    }

    private void Fail()
    {
        // The paper waits for 2^(d-1) failures, which is too long where there are many options.
        int patience = 1 << Math.Clamp(_center.Length - 1, 0, 4);
        if (++_failures < patience)
            return;

        _failures = 0;
        _step *= Math.Sqrt((_proposalsAtImprovement + 1.0) / (_proposals + 1.0));
        if (_step < ShortestStep)
            Begin(RandomPoint());
    }

    private double[] RandomPoint() => [.. _start.Select(_ => _random.NextDouble())];

    private double[] RandomDirection()
    {
        double[] direction = [.. _start.Select(_ => Gaussian())];
        double length = Math.Sqrt(direction.Sum(x => x * x));
        return length == 0 ? direction : [.. direction.Select(x => x / length)];
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
