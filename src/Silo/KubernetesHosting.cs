using Microsoft.Extensions.Options;

namespace RelayKit.Silo;

/// <summary>
/// A silo as a pod. Orleans' package names it after the pod, has it listen on every address, and declares dead, without waiting
/// for missed probes, the silos whose pods Kubernetes no longer has. Membership itself stays in PostgreSQL.
/// </summary>
internal static class KubernetesHosting
{
    /// <summary>
    /// Needs a service account that may get, list, watch and patch pods. That the package's variables and ours do not contradict
    /// each other is checked by <see cref="PodSettings"/>.
    /// </summary>
    public static void UseKubernetes(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IValidateOptions<SiloOptions>, PodSettings>();
        silo.UseKubernetesHosting();
    }
}
