namespace ReportEncoder.HardNegatives.Words;

/// <summary>Which findings occur in which parts of the body.</summary>
internal static class Anatomy
{
    /// <summary>Parts that there are two of, left and right.</summary>
    public static readonly (string[] Findings, string[] Parts)[] Paired =
    [
        (["fracture", "hairline fracture", "lytic lesion", "bone bruise", "stress fracture", "~osteomyelitis", "bone cyst"],
            ["femur", "tibia", "fibula", "humerus", "radius", "ulna", "clavicle", "scapula", "wrist", "ankle", "patella", "elbow", "heel bone", "thumb", "big toe", "acetabulum"]),
        (["~swelling", "~pain", "~stiffness", "~arthritis", "~instability", "~tenderness", "joint effusion", "~redness", "~limited motion"],
            ["shoulder", "elbow", "wrist", "hip", "knee", "ankle", "thumb", "foot", "jaw joint", "sacroiliac joint"]),
        (["~consolidation", "nodule", "mass", "pleural effusion", "~atelectasis", "cavity", "granuloma", "infiltrate", "~scarring"],
            ["lung", "lung base", "hemithorax", "upper lobe", "hilum", "lung apex", "costophrenic angle", "perihilar region"]),
        (["cyst", "stone", "mass", "~hydronephrosis", "lesion", "~scarring", "hematoma", "abscess"],
            ["kidney", "ureter", "ovary", "adrenal gland", "flank", "groin", "renal pelvis", "psoas muscle", "testicle"]),
        (["~discharge", "~redness", "~pain", "foreign body", "~swelling", "~loss of function", "hemorrhage", "infection"],
            ["eye", "ear", "eyelid", "ear canal", "cornea", "nostril", "tear duct", "maxillary sinus", "tonsil"]),
        (["~weakness", "~numbness", "tremor", "~paralysis", "~spasticity", "~loss of sensation"],
            ["arm", "leg", "hand", "foot", "side of the face", "shoulder", "lower extremity", "upper extremity"]),
        (["infarct", "hemorrhage", "tumor", "~edema", "~atrophy", "aneurysm", "~calcification"],
            ["hemisphere", "frontal lobe", "temporal lobe", "parietal lobe", "occipital lobe", "thalamus", "cerebellum", "middle cerebral artery", "carotid artery"]),
        (["lump", "mass", "+calcifications", "~tenderness", "~skin thickening", "cyst", "scar"],
            ["breast", "axilla", "nipple", "chest wall"]),
        (["laceration", "wound", "rash", "burn", "~cellulitis", "bruise", "mole", "blister"],
            ["hand", "forearm", "foot", "heel", "cheek", "thigh", "calf", "buttock", "shin", "palm", "temple"]),
        (["~thrombosis", "~stenosis", "~occlusion", "~dilatation", "~reflux"],
            ["femoral vein", "popliteal vein", "renal artery", "iliac artery", "subclavian artery", "jugular vein", "vertebral artery"]),
    ];

    /// <summary>Opposite places, and the parts that have them.</summary>
    public static readonly ((string, string) Places, string[] Findings, string[] Parts)[] Placed =
    [
        (("upper", "lower"), ["~pain", "mass", "lesion", "~swelling", "~bleeding", "~tenderness"],
            ["back", "lip", "eyelid", "jaw", "leg", "lobe", "gastrointestinal tract", "thoracic spine", "pole of the kidney", "half of the retina"]),
        (("anterior", "posterior"), ["tear", "lesion", "~thickening", "hematoma", "~ischemia", "mass"],
            ["chest wall", "cruciate ligament", "mediastinum", "fossa", "vaginal wall", "longitudinal ligament", "cerebral artery", "chamber", "tibial artery", "wall of the bladder"]),
        (("medial", "lateral"), ["tear", "fracture", "~pain", "~tenderness", "~swelling", "cyst", "~wear"],
            ["malleolus", "meniscus", "epicondyle", "femoral condyle", "tibial plateau", "compartment of the knee", "collateral ligament", "ankle", "canthus"]),
        (("proximal", "distal"), ["fracture", "lesion", "~stenosis", "stone", "~obstruction", "~edema"],
            ["tibia", "humerus", "radius", "ureter", "phalanx", "esophagus", "common bile duct", "colon", "fibula", "circumflex artery", "third metatarsal"]),
        (("superior", "inferior"), ["lesion", "fracture", "~thrombosis", "~swelling", "defect"],
            ["endplate", "vena cava", "pubic ramus", "mesenteric artery", "orbital rim", "rectus muscle", "turbinate", "segment of the lingula"]),
        (("internal", "external"), ["~stenosis", "~bleeding", "~thrombosis", "lesion", "~inflammation"],
            ["carotid artery", "iliac artery", "jugular vein", "auditory canal", "hemorrhoid", "oblique muscle", "sphincter"]),
        (("dorsal", "ventral"), ["laceration", "hernia", "lesion", "~swelling"],
            ["surface of the hand", "abdominal wall", "aspect of the foot", "spinal cord", "side of the wrist"]),
        (("central", "peripheral"), ["lesion", "~necrosis", "~edema", "~enhancement", "scotoma"],
            ["part of the mass", "zone of the prostate", "cornea", "portion of the lung", "visual field", "retina"]),
        (("cervical", "lumbar"), ["disc herniation", "fracture", "~stenosis", "~pain", "~degeneration"],
            ["spine", "cord level", "vertebra", "region", "nerve root"]),
        (("first", "fourth"), ["fracture", "~dislocation", "~swelling", "~numbness", "~arthritis"],
            ["toe", "finger", "rib", "metacarpal", "metatarsal", "lumbar vertebra"]),
    ];

    /// <summary>What lies somewhere in relation to a landmark.</summary>
    public static readonly (string[] Things, string[] Landmarks)[] Related =
    [
        (["endotracheal tube", "nasogastric tube", "catheter", "central line", "guide wire", "feeding tube", "stent", "pacing lead"],
            ["clavicle", "diaphragm", "aortic arch", "thoracic inlet", "gastroesophageal junction", "right atrium", "renal veins"]),
        (["mass", "cyst", "lesion", "nodule", "hematoma", "lymph node", "abscess"],
            ["umbilicus", "knee", "aortic bifurcation", "hyoid bone", "tentorium", "iliac crest", "elbow", "vocal cords", "pancreas", "spinal cord"]),
    ];

    public static readonly (string, string)[] Relations =
        [("above", "below"), ("anterior to", "posterior to"), ("medial to", "lateral to"), ("proximal to", "distal to"), ("in front of", "behind"), ("inside", "outside")];
}
