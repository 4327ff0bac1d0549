namespace TorchSharp.Modules;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
public partial class AdamW : OptimizerHelper, torch.optim.IBetas
{
    private readonly Dictionary<Parameter, State> _states = new(ReferenceEqualityComparer.Instance);

    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        Refuse(lr < 0, $"Invalid learning rate: {lr}");
        Refuse(eps < 0, $"Invalid ε: {eps}");
        Refuse(beta1 is < 0 or >= 1, $"Invalid beta1: {beta1}");
        Refuse(beta2 is < 0 or >= 1, $"Invalid beta2: {beta2}");
        Refuse(weight_decay < 0, $"Invalid weight_decay value: {weight_decay}");

        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        _parameter_groups = [];
        foreach (ParamGroup group in parameters)
            add_param_group(group);
    }

    public (double, double) Betas
    {
        get => (Defaults.beta1.Value, Defaults.beta2.Value);
        set => (Defaults.beta1, Defaults.beta2) = value;
    }

    private Options Defaults => (Options)_defaults;

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = (Options)(param_group.Options ??= new Options());
        options.LearningRate ??= Defaults.LearningRate;
        options.beta1 ??= Defaults.beta1;
        options.beta2 ??= Defaults.beta2;
        options.eps ??= Defaults.eps;
        options.weight_decay ??= Defaults.weight_decay;
        options.amsgrad ??= Defaults.amsgrad;
        options.maximize ??= Defaults.maximize;
        options.InitialLearningRate = options.LearningRate.Value;

        _parameter_groups.Add(param_group);
        foreach (Parameter parameter in param_group.Parameters)
        {
            var state = new State(parameter);
            _states[parameter] = state;
            state.Initialize(options);
        }
    }

    public override torch.Tensor step(Func<torch.Tensor> closure = null)
    {
        torch.Tensor loss = null;
        if (closure is not null)
        {
            using IDisposable gradients = torch.enable_grad();
            loss = closure();
        }

        using IDisposable noGradients = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (Modules.ParamGroup group in _parameter_groups)
        {
            foreach (Parameter parameter in group.Parameters)
                Step(parameter, _states[parameter], (Options)group.Options);
        }

        return loss;
    }

    private protected override OptimizerState StateOf(Parameter parameter) => _states[parameter];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (State state in _states.Values)
            state.Dispose();
    }

    private static void Step(Parameter parameter, State state, Options options)
    {
        torch.Tensor gradient = parameter.grad;
        if (gradient is null)
            return;
        if (options.maximize.Value)
            gradient = gradient.neg();

        double rate = options.LearningRate.Value;
        double beta1 = options.beta1.Value;
        double beta2 = options.beta2.Value;
        state.step++;
        parameter.mul_(1 - rate * options.weight_decay.Value);
        state.exp_avg.mul_(beta1).add_(gradient, alpha: 1 - beta1);
        state.exp_avg_sq.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
        if (options.amsgrad.Value)
            state.max_exp_avg_sq.copy_(state.max_exp_avg_sq.maximum(state.exp_avg_sq));

        torch.Tensor squares = options.amsgrad.Value ? state.max_exp_avg_sq : state.exp_avg_sq;
        torch.Tensor denominator = squares.sqrt().div_(Math.Sqrt(1 - Math.Pow(beta2, state.step))).add_(options.eps.Value);
        parameter.addcdiv_(state.exp_avg, denominator, value: -rate / (1 - Math.Pow(beta1, state.step)));
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
            throw new ArgumentException(message);
    }
}
